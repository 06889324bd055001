import { toHex } from '@vc/crypto'
import { hasPaid, keyHashesOf, type Payers } from '@vc/db'
import { CREDIT_KIND, isHandedOn, type Output, ownerHashOf, parseStandard, TRANSFER, VALUE } from '@vc/ledger'
import type { DbOrTransaction, MemberContext } from '../context.ts'
import type { Exposure, GrantExposure } from './exposure.ts'
import { isUuid, type Leg, legsOf, type StoredAct } from './stored-act.ts'

/** What a signer is warned of that the bytes alone do not tell: it takes history and clock. */
export type Warning = 'first-payee' | 'agent-ceiling' | 'debtor-ceiling' | 'outside-hours'

/**
 * The warnings of each transaction of an act, for who asks. What else the drafting organisation has approved is its own
 * matter: only its people are warned of its agent's ceiling.
 */
export async function warningsOf(
  { db, user }: Pick<MemberContext, 'db' | 'user'>,
  act: StoredAct,
  exposure: GrantExposure | undefined,
): Promise<readonly (readonly Warning[])[]> {
  const over = overCeilings(exposure, act.createdBy === user.organisationId)
  return Promise.all(legsOf(act).map((leg) => warningsOfLeg(db, leg, act, over)))
}

/** The warnings of one transaction that an organisation drafts at a time: of a grant with those of its ceilings. */
export async function warningsOfLeg(
  db: DbOrTransaction,
  leg: Leg,
  { createdBy, createdAt }: Pick<StoredAct, 'createdBy' | 'createdAt'>,
  over: readonly Warning[],
): Promise<readonly Warning[]> {
  const own = isUuid.test(createdBy) ? await keyHashesOf(db, createdBy) : new Set<string>()
  const late = isOutsideHours(createdAt) ? ['outside-hours' as const] : []
  const first = (await paysAnew({ db }, leg, own)) ? ['first-payee' as const] : []
  return [...first, ...(givesCredit(leg) ? over : []), ...late]
}

const givesCredit = ({ transaction, named }: Leg) =>
  transaction.kind === CREDIT_KIND || named.some(isHandedOn)

const FIRST_HOUR = 8
const END_HOUR = 18
/** Outside 08:00–18:00 of Monday to Friday in UTC: neither the network nor an organisation has a time zone of its own. */
export function isOutsideHours(at: Date): boolean {
  const [day, hour] = [at.getUTCDay(), at.getUTCHours()]
  return day === 0 || day === 6 || hour < FIRST_HOUR || hour >= END_HOUR
}

const PERCENT = 80n
const isNear = ({ after, ceiling }: Exposure) => after * 100n > ceiling * PERCENT

/** Which ceilings a grant comes near; of the agent's own for its drafter alone. */
export function overCeilings(exposure: GrantExposure | undefined, isDrafter: boolean): readonly Warning[] {
  if (!exposure) return []
  return [
    ...(isDrafter && isNear(exposure.agent) ? ['agent-ceiling' as const] : []),
    ...(isNear(exposure.debtor) ? ['debtor-ceiling' as const] : []),
  ]
}

const payments: readonly number[] = [TRANSFER, CREDIT_KIND]
/** Scripts that somebody is paid under; locks, stakes and marks of records are none. */
const purses: readonly (string | undefined)[] = ['key-hash', 'collective', 'k-of-n', 'script-hash', undefined]

/** Whether it brings value to somebody whom neither the drafting organisation nor who pays here has ever paid on the ledger. */
async function paysAnew(
  { db }: Pick<MemberContext, 'db'>,
  { transaction, named }: Leg,
  own: ReadonlySet<string>,
): Promise<boolean> {
  if (!payments.includes(transaction.kind)) return false
  const scripts = named.map(({ script }) => script)
  const payers: Payers = { keyHashes: [...own, ...scripts.flatMap(keysOf)], scripts }
  const isOwn = ({ script }: Output) =>
    scripts.some((one) => toHex(one) === toHex(script)) ||
    keysOf(script).some((key) => payers.keyHashes.includes(key))
  const paid = transaction.outputs.filter((output) => isPurse(output) && !isOwn(output))
  const known = await Promise.all(paid.map(({ script }) => hasPaid(db, payers, script)))
  return known.includes(false)
}

const isPurse = ({ element, script }: Output) =>
  element === VALUE && purses.includes(parseStandard(script)?.name)
const keysOf = (script: Uint8Array): readonly string[] => {
  const hash = ownerHashOf(parseStandard(script))
  return hash === null ? [] : [hash]
}
