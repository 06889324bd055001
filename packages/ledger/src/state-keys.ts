import { byteText, fromHex, parseHex, textBytes, toHex, utf8 } from '@vc/crypto'
import { must, utf8Text } from '@vc/kernel'
import type { Outpoint } from './transaction.ts'

const plain = /^[A-Za-z0-9_.-]+$/
const notText = '\u0000'

const hex32 = (value: number) => value.toString(16).padStart(8, '0')
const outpointPart = (outpoint: Outpoint) => `${toHex(outpoint.txid)}:${hex32(outpoint.index)}`

/** Totals of each element in each layer, nine u64. */
export const TOTALS_KEY = 't'

/** An unspent output: `o:` and the 36 bytes of its name, a sign each. These keys are most of a state, and asked for most. */
export function outputKey({ txid: b, index }: Outpoint): string {
  // By one call: a text put together of parts costs twice as much.
  // biome-ignore format: eight a row
  return String.fromCharCode(
    0x6f, 0x3a,
    at(b, 0), at(b, 1), at(b, 2), at(b, 3), at(b, 4), at(b, 5), at(b, 6), at(b, 7),
    at(b, 8), at(b, 9), at(b, 10), at(b, 11), at(b, 12), at(b, 13), at(b, 14), at(b, 15),
    at(b, 16), at(b, 17), at(b, 18), at(b, 19), at(b, 20), at(b, 21), at(b, 22), at(b, 23),
    at(b, 24), at(b, 25), at(b, 26), at(b, 27), at(b, 28), at(b, 29), at(b, 30), at(b, 31),
    index >>> 24, (index >>> 16) & 0xff, (index >>> 8) & 0xff, index & 0xff,
  )
}
const at = (bytes: Uint8Array, i: number) => bytes[i] ?? 0
export const OUTPUT_PREFIX = 'o:'
/** Signs of such a key. */
export const OUTPUT_KEY_LENGTH = 38

/** The newest record of a pair. */
export const recordKey = (table: string, key: Uint8Array) => `${recordPrefix(table)}${toHex(key)}`

/** All newest records of a table: `range` gives them by ascending key. */
export const recordPrefix = (table: string) => `r:${plain.test(table) ? table : `%${toHex(utf8(table))}`}:`

/** A condemned transaction. */
export const condemnedKey = (txid: Uint8Array) => CONDEMNED_PREFIX + byteText(txid)
export const CONDEMNED_PREFIX = 'c:'

/** A transaction that spent nothing: it could come again under the same id. */
export const drawnKey = (txid: Uint8Array) => `${DRAWN_PREFIX}${toHex(txid)}`
export const DRAWN_PREFIX = 'w:'

/** A foundation group's roster. */
export const rosterKey = (group: string) => `g:${group}`

/** Index: account records by debt key hash. */
export const debtKeyKey = (keyHash: Uint8Array, account: Uint8Array) =>
  `${debtKeyPrefix(keyHash)}${toHex(account)}`
export const debtKeyPrefix = (keyHash: Uint8Array) => `d:${toHex(keyHash)}:`

/** Index: agent records by the HASH160 of the agent's key. */
export const agentKey = (keyHash: Uint8Array, agent: Uint8Array) => `${agentPrefix(keyHash)}${toHex(agent)}`
export const agentPrefix = (keyHash: Uint8Array) => `a:${toHex(keyHash)}:`

/** Index: unspent debts of both standard forms and any layer, by debtor (a key, or a collective's id by HASH160), then by expiry height. */
export const standardDebtKey = (keyHash: Uint8Array, expiryHeight: number, outpoint: Outpoint) =>
  `${standardDebtPrefix(keyHash)}${hex32(expiryHeight)}:${outpointPart(outpoint)}`
export const standardDebtPrefix = (keyHash: Uint8Array) => `x:${toHex(keyHash)}:`

/** Reads a key of the standard debt index. */
export function parseStandardDebtKey(key: string): {
  keyHash: Uint8Array
  expiryHeight: number
  outpoint: Outpoint
} {
  const [, keyHash, expiry, txid, index] = key.split(':')
  return {
    keyHash: fromHex(must(keyHash, 'debtor in the key')),
    expiryHeight: Number.parseInt(must(expiry, 'expiry in the key'), 16),
    outpoint: {
      txid: fromHex(must(txid, 'txid in the key')),
      index: Number.parseInt(must(index, 'index in the key'), 16),
    },
  }
}

/** The key bytes of a pair from a key of the state that `recordPrefix` listed. */
export function keyOfRecordKey(key: string): Uint8Array {
  return must(parseHex(key.slice(key.lastIndexOf(':') + 1)), 'hex in the key')
}

/** The name of the table in a key of the state that `recordPrefix` or `recordKey` made. */
export function tableOfRecordKey(key: string): string {
  const name = key.slice(2, key.lastIndexOf(':'))
  return name.startsWith('%') ? must(utf8Text(fromHex(name.slice(1))), 'a name of UTF-8') : name
}

/** The outpoint in a key that `outputKey` made. */
export function outpointOfKey(key: string): Outpoint {
  const bytes = textBytes(key.slice(OUTPUT_PREFIX.length))
  return { txid: bytes.slice(0, 32), index: new DataView(bytes.buffer).getUint32(32) }
}

/** The name of a table: its UTF-8 text; bytes that are none get a name of their own, so that no two tables share one. */
export function tableName(bytes: Uint8Array): string {
  const text = utf8Text(bytes)
  return text === undefined || text.startsWith(notText) ? notText + toHex(bytes) : text
}

/** The bytes of a table's name, the inverse of `tableName`. */
export function tableBytes(name: string): Uint8Array {
  return name.startsWith(notText) ? fromHex(name.slice(1)) : utf8(name)
}
