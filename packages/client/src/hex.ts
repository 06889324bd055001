import { z } from 'zod'

const OTHER_DIGIT = /[^0-9a-f]/
const OTHER_DIGIT_OF_ANY_CASE = /[^0-9a-fA-F]/

/** Bytes in small hex. Looked through for what is no digit: a pattern of pairs overflows the engine's stack on a block of 3 MB. */
export const smallHex = z.string().refine((text) => text.length % 2 === 0 && !OTHER_DIGIT.test(text))

/** The same in either case, as callers may write it. */
export const anyHex = z
  .string()
  .refine((text) => text.length % 2 === 0 && !OTHER_DIGIT_OF_ANY_CASE.test(text))
