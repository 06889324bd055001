import { sha256, toHex } from '@vc/crypto'
import type { ToldEncoding } from '@vc/tabular'
import { z } from 'zod'
import type { AnyRefusal } from './refusal-to-error.ts'

/** 32 MB in base64. */
const MAX_BASE64 = 44_739_244

/** Told by a person who has seen the first lines of a file in it; without it a file says its encoding itself. */
export const encodingInput = z.literal('gb18030').optional()

/** A file that a person chose: its name, its bytes in base64, and the encoding if the person had to say it. */
export const fileInput = z.strictObject({
  fileName: z.string().trim().min(1).max(200),
  content: z
    .string()
    .max(MAX_BASE64)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/),
  encoding: encodingInput,
})
export type FileInput = z.infer<typeof fileInput>

/** The file's bytes with the encoding that was told, and their SHA256 in hex, by which the same file is known again. */
export function readFileInput({ content, encoding }: Pick<FileInput, 'content' | 'encoding'>) {
  const bytes = new Uint8Array(Buffer.from(content, 'base64'))
  return { file: { bytes, told: encoding }, digest: toHex(sha256(bytes)) }
}
/** The bytes of a file and the encoding that a person has told, if any. */
export type ToldFile = { readonly bytes: Uint8Array; readonly told?: ToldEncoding | undefined }

/** A refusal of a pure reader as one of the API: everything beside the code are facts; lists become words. */
export function fileRefusal({ code, ...facts }: { readonly code: string }): AnyRefusal {
  const words = Object.entries(facts).map(([name, fact]) => [
    name,
    Array.isArray(fact) ? fact.join(', ') : fact,
  ])
  return { code, facts: Object.fromEntries(words) }
}

/** How many lines are bad and good, and the first bad one: the facts of a refused import. */
export const badFacts = (bad: readonly { readonly line: number }[], good: number) => ({
  ...{ bad: bad.length, good, line: bad[0]?.line ?? 0 },
})
