import { toHex } from '@vc/crypto'
import { parseKOfN } from '../script/parse-standard.ts'
import type { Output, Transaction } from '../transaction.ts'
import type { ActLine } from './lines.ts'

const operations: Readonly<Record<number, string>> = { 1: 'group-add', 2: 'group-remove', 3: 'group-replace' }

/** How a roster changes, and how many keys it has before and after. */
export function groupLine(tx: Transaction, named: readonly Output[]): ActLine {
  const [code, key, newKey] = tx.witnesses[0] ?? []
  const what = code?.length === 1 ? operations[code[0] ?? 0] : undefined
  if (what === undefined || key === undefined) return { what: 'group-hidden' }
  return {
    what,
    key: toHex(key),
    newKey: toHex(newKey ?? new Uint8Array(0)),
    before: keysOf(named[0]),
    after: keysOf(tx.outputs[0]),
  }
}

const keysOf = (output: Output | undefined) =>
  (output && parseKOfN(output.script)?.keys.length.toString()) ?? '?'
