import { fromHex, toHex } from '@vc/crypto'
import { type CertificatePart, countTransfer, type Transaction } from '@vc/ledger'
import type { LedgerRow, LedgerTable } from './ledger-rows.ts'

type Rows = (table: LedgerTable) => ReadonlyMap<string, LedgerRow>
type Put = (table: LedgerTable, row: LedgerRow) => void

/** Follows the holdings of renewable certificates through records: which transfers count, and what they made. */
export function certificateBook(rows: Rows) {
  const registrars = new Map<string, string | null>()
  const parts = new Map<string, CertificatePart>()
  const moved = new Set<string>()

  const add = (tx: Transaction, record: LedgerRow, put: Put) => {
    const { height = null, index = null, txid = null } = record
    const [key, value] = [fromHex(String(record.key)), fromHex(String(record.value))]
    const issue = toHex(key.slice(0, 16))
    // A holding's name means something within its issue only.
    const parent = toHex(key.slice(0, 48))
    if (key.length === 16 && !registrars.has(issue)) registrars.set(issue, ownerOf(rows, `${txid}:0`))
    const [first] = tx.inputs
    const committed = first && rows('outputs').get(`${toHex(first.txid)}:${first.index}`)
    if (!committed) return
    const counted = countTransfer({
      ...{ key, value, commitment: fromHex(String(committed.script)), payer: payerOf(rows, committed) },
      ...{ registrar: registrars.get(issue), parent: parts.get(parent), isMoved: moved.has(parent) },
    })
    if (!counted) return
    moved.add(parent)
    for (const part of counted.parts) {
      parts.set(`${issue}${part.holding}`, part)
      const range = { first: part.first.toString(), last: part.last.toString() }
      put('certificateParts', { ...part, ...range, height, index, txid, signer: counted.signer })
    }
  }
  return { add }
}

function ownerOf(rows: Rows, outpoint: string): string | null {
  const owner = rows('outputs').get(outpoint)?.keyHash
  return typeof owner === 'string' ? owner : null
}

/** Whose output the first input of the transaction spent that wrote an output. */
function payerOf(rows: Rows, { txid, createdHeight }: LedgerRow): string | null {
  const input = rows('inputs').get(`${createdHeight}:${txid}:0`)
  return input ? ownerOf(rows, `${input.outputTxid}:${input.outputIndex}`) : null
}
