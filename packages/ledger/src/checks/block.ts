import { equalBytes, hash160, toHex } from '@vc/crypto'
import { overdueDebtor } from '../kinds/penalty.ts'
import type { Refusal } from '../refusals.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { CIRCULATION, VALUE } from '../transaction.ts'
import type { Sums } from './principles.ts'
import { isRead, refusal, type Signature, type Signed } from './subject.ts'

/** Step `block` of ledger.md 11: condemned and repeated ids, the freeze of overdue debtors, the credit that the block may release. */
export function checkBlock(subject: Signed, { released }: Sums): Refusal | undefined {
  const { tx, txid, named, view, place } = subject
  if (view.isCondemned(txid)) return refusal('transaction-condemned', { txid: toHex(txid) })
  const onlyReads = named.every((output) => isRead(tx, output))
  if (onlyReads && view.isDrawn(txid)) return refusal('transaction-repeated', { txid: toHex(txid) })
  const frozen = place.configuration.overdueFreeze ? frozenInput(subject) : undefined
  if (frozen !== undefined) return refusal('debtor-overdue', { input: frozen })
  const room = place.producer?.room
  if (room === undefined || released <= room) return undefined
  return refusal('credit-over-room', { released: String(released), room: String(room) })
}

/** The first input signed by an overdue debtor who does not repay (consensus.md 15). */
function frozenInput(subject: Signed): number | undefined {
  const { tx, view, place, signatures } = subject
  if (tx.layer !== CIRCULATION) return undefined
  const isFrozen = (keyHash: Uint8Array) =>
    view.hasOverdueDebt(keyHash, place.height) && !repays(subject, keyHash)
  return signatures.find((one) => isFrozen(one.keyHash) && !isOverLot(subject, one))?.input
}

/** Is this a collective's vote over a lot that it owes? It moves nothing that the collective holds (docs/adr/0048). */
function isOverLot({ named }: Signed, { input }: Signature): boolean {
  const output = named[input]
  return output !== undefined && parseStandard(output.script)?.name === 'collective-debt'
}

/** Clears overdue debt of this debtor and pays value to nobody but the same one. */
function repays({ tx, named, place }: Signed, keyHash: Uint8Array): boolean {
  const clears = named.some((output) => {
    const debtor = isRead(tx, output) ? undefined : overdueDebtor(output, place.height)
    return debtor !== undefined && equalBytes(debtor, keyHash)
  })
  return clears && tx.outputs.every(({ element, script }) => element !== VALUE || isHeldBy(script, keyHash))
}

/** Is the script a key's of this hash, or of the collective whose id has it? */
function isHeldBy(script: Uint8Array, hash: Uint8Array): boolean {
  const parsed = parseStandard(script)
  if (parsed?.name === 'collective') return equalBytes(hash160(parsed.id), hash)
  return parsed?.name === 'key-hash' && equalBytes(parsed.hash, hash)
}
