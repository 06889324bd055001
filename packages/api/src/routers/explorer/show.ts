import { toHex } from '@vc/crypto'
import type { OutputRow, RecordRow } from '@vc/db'

/** An output with its script in hex. */
export function shownOutput<R extends OutputRow>({ script, ...row }: R) {
  return { ...row, script: toHex(script) }
}

/** A record with its value in hex. */
export function shownRecord({ value, ...row }: RecordRow) {
  return { ...row, value: toHex(value) }
}
