import type { ToldEncoding } from '@vc/tabular'
import { RefusedHere } from '../../trpc/refusal.ts'
import { base64Of } from './base64-of.ts'

/** A file as the API takes it: its name, its bytes in base64, and its encoding where a person had to tell it. */
export type SentFile = {
  readonly fileName: string
  readonly content: string
  readonly encoding?: ToldEncoding | undefined
}

const MOST_BYTES = 32 * 1024 * 1024
const LETTERS_OF_NAME = 200

/** Reads a file that somebody chose; one of more than 32 MB is refused before it is sent. */
export async function sentFile(chosen: File, encoding?: ToldEncoding): Promise<SentFile> {
  if (chosen.size > MOST_BYTES) throw new RefusedHere('file-too-large', { bytes: chosen.size })
  return { fileName: chosen.name.slice(0, LETTERS_OF_NAME), content: await base64Of(chosen), encoding }
}
