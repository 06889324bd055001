import { z } from 'zod'

/** Schemas of the words that many inputs share. Inputs are strict: a key that is not named is refused. */

const MAX_AMOUNT = 2n ** 53n - 1n

/** The id of a row. */
export const idInput = z.uuid()
/** Bytes as lower-case hex; `length` in bytes, exact when given, else at most `most`. */
export const hexInput = (length: number | undefined, most = 100_000) =>
  z
    .string()
    .regex(/^(?:[0-9a-f]{2})*$/)
    .refine((text) => (length === undefined ? text.length <= 2 * most : text.length === 2 * length))
/** An amount in smallest units, above zero and below 2^53; travels as bigint through superjson. */
export const amountInput = z.bigint().min(1n).max(MAX_AMOUNT)
/** The same, or nothing. */
export const amountOrNoneInput = z.bigint().min(0n).max(MAX_AMOUNT)
/** The name of an output, "txid:index". */
export const nameInput = z.string().regex(/^[0-9a-f]{64}:(?:0|[1-9]\d{0,3})$/)
/** The lots of a debt that one act names: each once, at most a hundred. */
export const lotNamesInput = z
  .array(nameInput)
  .min(1)
  .max(100)
  .refine((names) => new Set(names).size === names.length)
/** The UUID whose 16 bytes a record's key is, in hex. */
export const idOfKey = (key: string): string =>
  [key.slice(0, 8), key.slice(8, 12), key.slice(12, 16), key.slice(16, 20), key.slice(20)].join('-')
/** One line of text as people write it. */
export const lineInput = (most = 200) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u)
/** A page of a list: at most 200 rows after the row that `cursor` names. */
export const pageInput = z.strictObject({
  cursor: z.string().max(200).optional(),
  /** What tRPC's infinite queries send beside the cursor. Lists only go forward. */
  direction: z.literal('forward').optional(),
  limit: z.int().min(1).max(200).default(50),
})
/** A key that makes asking twice one command; the browser draws it when the form opens. */
export const commandKeyInput = z.uuid()
