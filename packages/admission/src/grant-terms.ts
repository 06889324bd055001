import {
  canonicalJson,
  DEBT,
  keyHashScript,
  parseStandard,
  recordScript,
  type Transaction,
  VALUE,
} from '@vc/ledger'
import type { Guarantee } from './guarantee.ts'
import { guaranteesJson, PLEDGE_TABLE } from './guarantee-mark.ts'
import type { Interest } from './interest.ts'
import type { Lot } from './lots.ts'

/** What a credit is given for, on what and how it is due: all that its mark commits to (docs/adr/0045). */
export type GrantTerms = {
  readonly purpose: string
  /** What the applicant says of its guarantee, in its own words. */
  readonly guarantee: string
  readonly guarantees: readonly Guarantee[]
  readonly interest: Interest
  readonly schedule: readonly Lot[]
}

export const NO_INTEREST: Interest = { amount: 0n, premium: 0n }

/** The one text of a credit's terms (RFC 8785 JSON): whoever has it finds it again in the transaction that gave the debt. */
export const grantText = ({ purpose, guarantee, guarantees, interest, schedule }: GrantTerms): Uint8Array =>
  canonicalJson({
    ...{ purpose, guarantee, guarantees: guaranteesJson(guarantees) },
    interest: { amount: interest.amount.toString(), premium: interest.premium.toString() },
    schedule: schedule.map(({ amount, expiryHeight }) => ({
      ...{ amount: amount.toString(), expiryHeight: expiryHeight.toString() },
    })),
  })

/**
 * The script under which a credit marks its terms: a record script of the debtor's key over the text's hash, so that no payment
 * takes it for change and the smallest unit under it stays the debtor's.
 */
export const grantMark = (
  applicationKey: Uint8Array,
  terms: GrantTerms,
  debtorKeyHash: Uint8Array,
): Uint8Array => recordScript(PLEDGE_TABLE, applicationKey, grantText(terms), keyHashScript(debtorKeyHash))

/**
 * When the lots of a credit are due and what interest it bears, as its transaction has them. `paysOthers`: the value goes to others
 * than the debtor, and then there is none. `heights`: when lots are due that lie under the debtor's key alone,
 * as the restructuring has them that the lender keeps. Undefined for what gives no credit of ours.
 */
export function termsGiven(
  { outputs, premium }: Transaction,
  paysOthers: boolean,
  heights: readonly number[] = [],
): Pick<GrantTerms, 'interest' | 'schedule'> | undefined {
  const read = outputs.map(({ element, amount, script }) => ({
    element,
    amount,
    parsed: parseStandard(script),
  }))
  const debts = read.filter(({ element }) => element === DEBT)
  const schedule = debts.flatMap(({ amount, parsed }, lot) => {
    const isStandard = parsed?.name === 'standard-debt' || parsed?.name === 'collective-debt'
    const expiryHeight = isStandard ? parsed.expiryHeight : heights[lot]
    return expiryHeight === undefined ? [] : [{ amount, expiryHeight }]
  })
  if (schedule.length === 0 || schedule.length !== debts.length) return undefined
  if (paysOthers) return { interest: NO_INTEREST, schedule }
  const mark = read.findIndex(({ parsed }) => parsed?.name === 'record')
  // What the lender keeps stands between the last lot and the mark (`giveCredit`).
  const kept = read
    .slice(1 + schedule.length, mark < 0 ? undefined : mark)
    .reduce((sum, { element, amount }) => (element === VALUE ? sum + amount : sum), 0n)
  return { interest: { amount: kept + premium, premium }, schedule }
}
