import { equalBytes, sha256, toHex } from '@vc/crypto'
import { readRecordItems } from '../kinds/record-items.ts'
import { nhash256 } from '../script/nhash.ts'
import { parseStandard } from '../script/parse-standard.ts'
import type { Output, Transaction } from '../transaction.ts'
import type { ActLine } from './lines.ts'
import { recordDetails } from './record-details.ts'

/** What a record transaction writes; a witness that does not open the commitment shows nothing, and says so. */
export function recordLine(tx: Transaction, named: readonly Output[]): ActLine {
  const items = readRecordItems(tx)
  const commitment = named[0] && parseStandard(named[0].script)
  if (items === undefined || commitment?.name !== 'record') return { what: 'record-hidden' }
  const { table, key, value } = items
  if (!equalBytes(nhash256([table, key, value]), commitment.hash)) return { what: 'record-hidden' }
  const name = readable(table)
  return {
    what: value.length === 0 ? 'record-deleted' : 'record',
    table: name,
    key: toHex(key),
    keyText: readable(key),
    valueHash: toHex(sha256(value)),
    bytes: value.length.toString(),
    ...recordDetails(name, value),
  }
}

/** Printable ASCII as it is, anything else in hex. */
function readable(bytes: Uint8Array): string {
  const printable = bytes.length > 0 && bytes.every((byte) => byte >= 0x20 && byte <= 0x7e)
  return printable ? String.fromCharCode(...bytes) : toHex(bytes)
}
