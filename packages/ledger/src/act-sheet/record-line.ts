import { equalBytes, sha256, toHex } from '@vc/crypto'
import { readRecordItems } from '../kinds/record-items.ts'
import { parseAccount, parseAgent, parseMember } from '../kinds/record-values.ts'
import { nhash256 } from '../script/nhash.ts'
import { parseStandard } from '../script/parse-standard.ts'
import type { Output, Transaction } from '../transaction.ts'
import type { ActLine } from './lines.ts'

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
    ...detailsOf(name, value),
  }
}

/** What the tables that people approve say in words. */
function detailsOf(table: string, value: Uint8Array): Readonly<Record<string, string>> {
  const account = table === 'account' ? parseAccount(value) : undefined
  const agent = table === 'agent' ? parseAgent(value) : undefined
  const member = table === 'member' ? parseMember(value) : undefined
  if (account) {
    const { debtKeyHash, status } = account
    return { debtor: toHex(debtKeyHash), status: status.toString(), agent: toHex(account.agent) }
  }
  if (agent) {
    const { parent, ceiling, powers } = agent
    return { parent: toHex(parent), ceiling: ceiling.toString(), powers: powers.toString() }
  }
  return member ? { stakeKey: toHex(member.stakeKey), roles: member.roles.toString() } : {}
}

/** Printable ASCII as it is, anything else in hex. */
function readable(bytes: Uint8Array): string {
  const printable = bytes.length > 0 && bytes.every((byte) => byte >= 0x20 && byte <= 0x7e)
  return printable ? String.fromCharCode(...bytes) : toHex(bytes)
}
