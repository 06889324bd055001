import { equalBytes } from '@vc/crypto'
import { reserveScript } from '../kinds/penalty.ts'
import type { Refusal } from '../refusals.ts'
import { expiryOf } from '../script/owner-hash.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { DEBT, type Output, VALUE } from '../transaction.ts'
import { isRead, refusal, type Subject } from './subject.ts'

/**
 * The reserve's money may only clear bad debt (ledger.md 8), a key's or a collective's (docs/adr/0047): no more leaves it than the
 * bad debt that is cleared.
 */
export function checkReserve(subject: Subject): Refusal | undefined {
  const { tx, named, view, place } = subject
  const reserve = reserveScript(view)
  if (reserve === undefined) return undefined
  const held = (outputs: readonly Output[]) =>
    sumOf(outputs.filter(({ element, script }) => element === VALUE && equalBytes(script, reserve)))
  const spent = named.filter((output) => !isRead(tx, output))
  const left = held(spent) - held(tx.outputs)
  if (left <= 0n) return undefined
  const badSince = place.height - place.configuration.badDebtAge
  const cleared = sumOf(spent.filter((output) => isBad(output, badSince)))
  return left > cleared
    ? refusal('reserve-spent', { spent: String(left), cleared: String(cleared) })
    : undefined
}

/** A debt of one of the two standard forms that expired by this height. */
function isBad({ element, script }: Output, badSince: number): boolean {
  const expiry = element === DEBT ? expiryOf(parseStandard(script)) : null
  return expiry !== null && expiry <= badSince
}

const sumOf = (outputs: readonly Output[]) => outputs.reduce((sum, { amount }) => sum + amount, 0n)
