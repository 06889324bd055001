import { equalBytes, hash160 } from '@vc/crypto'
import { ADMISSION } from '../kinds/group.ts'
import { reserveScript } from '../kinds/penalty.ts'
import type { Refusal } from '../refusals.ts'
import { parseStandard, type StandardScript } from '../script/parse-standard.ts'
import { CREDIT, GROUP, MANAGEMENT, type Output, type PlacedOutput, REWARD } from '../transaction.ts'
import type { View } from '../view.ts'
import { debtorOf } from './consent.ts'
import { refusal, type Subject } from './subject.ts'

/** Step `names` of ledger.md 11: who may stand in an output under the configuration's rules. */
export function checkNames(subject: Subject): Refusal | undefined {
  const { tx, view, place } = subject
  const { namedDebtorsOnly, namedAccountsOnly } = place.configuration
  const accountsAsked = namedAccountsOnly && tx.layer !== MANAGEMENT && tx.kind !== REWARD
  const creditAsked = tx.layer === MANAGEMENT && tx.kind !== GROUP
  for (const [output, written] of tx.outputs.entries()) {
    const debtor = namedDebtorsOnly ? debtorOf(written) : undefined
    if (debtor !== undefined && !view.isActiveDebtKey(debtor)) return refusal('unnamed-debtor', { output })
    if (accountsAsked && !isNamed(written, view)) return refusal('unnamed-account', { output })
    const credit = creditAsked && written.element === CREDIT
    if (credit && !isCreditHolder(written, view)) return refusal('management-credit', { output })
  }
  return checkDrawn(subject)
}

/** Whoever was struck off the list draws on management credit no more, from the next transaction on (docs/adr/0010). */
function checkDrawn({ tx, named, view }: Subject): Refusal | undefined {
  if (tx.kind === GROUP) return undefined
  const isLost = (output: PlacedOutput) =>
    output.layer === MANAGEMENT && output.element === CREDIT && !isCreditHolder(output, view)
  const input = named.findIndex(isLost)
  return input < 0 ? undefined : refusal('management-credit', { input })
}

function isNamed(output: Output, view: View): boolean {
  const hashes = hashesOf(parseStandard(output.script))
  if (hashes !== undefined) return hashes.every((hash) => view.isActiveDebtKey(hash))
  const reserve = reserveScript(view)
  return reserve !== undefined && equalBytes(reserve, output.script)
}

/** Management credit belongs to keys of the admission roster and to agents that give credit. */
function isCreditHolder(output: Output, view: View): boolean {
  const script = parseStandard(output.script)
  if (script?.name !== 'key-hash' && script?.name !== 'k-of-n') return false
  const roster = (view.findRoster(ADMISSION)?.keys ?? []).map(hash160)
  const isHolder = (hash: Uint8Array) =>
    roster.some((other) => equalBytes(other, hash)) || view.isCreditAgent(hash)
  return hashesOf(script)?.every(isHolder) ?? false
}

/** All hashes in a standard script; undefined for one that names nobody. */
function hashesOf(script: StandardScript | undefined): readonly Uint8Array[] | undefined {
  switch (script?.name) {
    case 'key-hash':
    case 'standard-debt':
      return [script.hash]
    case 'k-of-n':
      return script.keys.map(hash160)
    case 'collective':
      return [hash160(script.id)]
    case 'record':
      return hashesOf(script.guard)
    case 'stake':
      return hashesOf(parseStandard(script.owner))
    case 'hash-time-lock':
      return [script.receiverHash, script.refundHash]
    default:
      return undefined
  }
}
