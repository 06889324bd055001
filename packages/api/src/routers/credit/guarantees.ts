import {
  checkGuarantees,
  type Guarantee,
  type GuaranteeBackground,
  type GuaranteeConsent,
  type GuaranteeKind,
  type GuaranteeStanding,
  guaranteeKinds,
  guaranteeWarnings,
  LEDGER_FEE,
  MOST_GUARANTEES,
} from '@vc/admission'
import {
  certifiedRights,
  findCursor,
  type GuaranteeThing,
  guaranteesOf,
  heldCertificates,
  type OtherPledge,
  otherPledges,
  owedPledges,
  registeredWorks,
  schema,
  standingPurchases,
} from '@vc/db'
import { orderBrings } from '@vc/settlement'
import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction } from '../../context.ts'
import { amountOrNoneInput, lineInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { visibleTo } from '../collectives/find.ts'
import { consentTo, findStanding } from './collective-standing.ts'

const { collectives } = schema
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const forms: Readonly<Record<Guarantee['kind'], RegExp>> = {
  asset: /^[0-9a-f]{64}$/,
  right: new RegExp(`^(?:nfr|work)/${uuid}$`),
  certificates: new RegExp(`^${uuid}/[0-9a-f]{64}$`),
  collective: /^(?:[0-9a-f]{2}){1,64}$/,
  order: new RegExp(`^order/${uuid}$`),
  contract: /^[0-9a-f]{64}$/,
}
/** An order stands behind the credit that is asked for on it alone. */
const listedKinds = z.enum(guaranteeKinds).exclude(['order'])

/** What an applicant offers as guarantees: each of one kind, named as the ledger or its document names it. */
export const guaranteesInput = z
  .array(
    z
      .strictObject({
        kind: listedKinds,
        reference: z.string().max(200),
        description: lineInput(400),
        cover: amountOrNoneInput,
      })
      .refine(({ kind, reference }) => forms[kind].test(reference))
      // A contract is what the debt rests on, not what is taken when it is not paid.
      .refine(({ kind, cover }) => (kind === 'contract') === (cover === 0n)),
  )
  .max(MOST_GUARANTEES)

/** Of whom guarantees are: the organisation that applies, its application once there is one, and until when it is to be covered. */
type Applicant = { readonly organisationId: string; readonly applicationId?: string; readonly dueBy?: number }
/** A guarantee with the vote that was asked for about it, if one was. */
type Listed = Guarantee & { readonly proposalId?: string | null; readonly until?: number | null }
/** What is known of the thing beside the applicant's words; nothing of what is outside the ledger. */
type Known = Pick<GuaranteeThing, 'name' | 'count' | 'txid'> & {
  readonly collective?: { readonly held: bigint; readonly owed: bigint; readonly members: number | null }
}
type Found = {
  readonly isThere: boolean
  readonly isOwn: boolean
  readonly worth: bigint | null
  readonly free: bigint | null
  readonly isOneself: boolean
  readonly consent: GuaranteeConsent | null
  readonly known: Known | null
}
/** A guarantee with how it stands now, for lists and for the rules. */
export type JudgedGuarantee = {
  readonly guarantee: Listed
  readonly standing: GuaranteeStanding
  readonly background: GuaranteeBackground
  readonly known: Known | null
}

/** How guarantees stand now, by the projected ledger and the applications that name the same things. */
export async function judgedGuarantees(
  db: DbOrTransaction,
  applicant: Applicant,
  list: readonly Listed[],
): Promise<readonly JudgedGuarantee[]> {
  const others = await otherPledges(db, list, applicant.applicationId)
  return Promise.all(
    list.map(async (guarantee) => {
      const found = await findThing(db, applicant, guarantee)
      const elsewhere = others.get(`${guarantee.kind} ${guarantee.reference}`) ?? []
      return judged(guarantee, found, elsewhere)
    }),
  )
}

function judged(guarantee: Listed, found: Found, elsewhere: readonly OtherPledge[]): JudgedGuarantee {
  const { isThere, isOwn, worth, free, isOneself, known, consent } = found
  const pledgedTo = elsewhere.filter(({ isInForce }) => isInForce).map(({ applicationId }) => applicationId)
  return {
    ...{ guarantee, known, standing: { isThere, isOwn, worth, pledgedTo, consent } },
    background: { coversElsewhere: elsewhere.map(({ cover }) => cover), free, isOneself },
  }
}

async function findThing(
  db: DbOrTransaction,
  { organisationId: ownerId, dueBy = 0 }: Applicant,
  one: Listed,
): Promise<Found> {
  const [table = '', id = ''] = one.reference.split('/')
  if (one.kind === 'asset' || one.kind === 'contract') return { ...nothing, isThere: true, isOwn: true }
  if (one.kind === 'collective') {
    const standing = await findStanding(db, ownerId, one.reference)
    return { ...nothing, ...standing, consent: await consentTo(db, one, dueBy) }
  }
  if (one.kind === 'order') return findOrder(db, ownerId, id)
  const found =
    one.kind === 'certificates'
      ? await heldCertificates(db, { importId: table, holding: id })
      : table === 'nfr'
        ? await certifiedRights(db, { id })
        : await registeredWorks(db, { id })
  // A holding that was split has its name in the part that is left too.
  const thing = found.find(({ isThere }) => isThere) ?? found[0]
  if (!thing) return nothing
  const { name, count, txid, isThere, worth } = thing
  return { ...nothing, isThere, isOwn: thing.ownerId === ownerId, worth, known: { name, count, txid } }
}
const nothing: Found = {
  ...{ isThere: false, isOwn: false, worth: null, free: null, isOneself: false, consent: null, known: null },
}

/** An order that buyers pay on delivery: it is worth what they have put aside for it, as long as it is open. */
async function findOrder(db: DbOrTransaction, ownerId: string, id: string): Promise<Found> {
  const [order] = await db.select().from(schema.coopOrders).where(eq(schema.coopOrders.id, id))
  if (!order) return nothing
  const { title: name, txid, deadline, step } = order
  const purchases = await standingPurchases(db, id)
  const isThere = step === 'published' && ((await findCursor(db))?.height ?? deadline) + 1 < deadline
  return {
    ...{ ...nothing, isThere, isOwn: order.organisationId === ownerId },
    worth: orderBrings(purchases, LEDGER_FEE),
    known: { name, count: BigInt(purchases.length), txid },
  }
}

/** The same for the guarantees of an application that is there. */
export async function guaranteesNow(
  db: DbOrTransaction,
  { id: applicationId, organisationId }: { readonly id: string; readonly organisationId: string },
): Promise<readonly JudgedGuarantee[]> {
  const dueBy = await dueByOf(db, applicationId)
  return judgedGuarantees(db, { organisationId, applicationId, dueBy }, await guaranteesOf(db, applicationId))
}

/** Until when an application's debt is to be covered: to the end of its term, if it were given now; once given, from now on. */
async function dueByOf(db: DbOrTransaction, applicationId: string): Promise<number> {
  const { id, termBlocks, txid } = schema.creditApplications
  const [row] = await db
    .select({ termBlocks, txid })
    .from(schema.creditApplications)
    .where(eq(id, applicationId))
  const height = (await findCursor(db))?.height ?? 0
  return row?.txid === null ? height + row.termBlocks : height
}

/** Guarantees behind unpaid debts that are gone or another's by now: which of which application, and who gave the credit. */
export async function movedGuarantees(db: DbOrTransaction) {
  const found = await Promise.all(
    (await owedPledges(db)).map(async ({ authorityId, ...application }) => {
      const list = await guaranteesNow(db, application)
      return movedOf(list).map((position) => ({ applicationId: application.id, authorityId, position }))
    }),
  )
  return found.flat()
}

/** An asset is outside the ledger, and an order is done once it is delivered. */
const isWatched = ({ kind }: Guarantee) =>
  kind === 'right' || kind === 'certificates' || kind === 'collective'

/** Positions, from one on, of things that do not stand behind the debt any more. */
export const movedOf = (list: readonly JudgedGuarantee[]): readonly number[] =>
  list.flatMap(({ guarantee, standing: { isThere, isOwn } }, index) =>
    isWatched(guarantee) && !(isThere && isOwn) ? [index + 1] : [],
  )

/** Refuses `pledged-for-debt` for a thing that stands behind credit: an application in force, or a debt not cleared. */
export async function refuseIfPledged(
  db: DbOrTransaction,
  thing: { readonly kind: GuaranteeKind; readonly reference: string },
): Promise<void> {
  const others = await otherPledges(db, [thing], undefined)
  const isPledged = (others.get(`${thing.kind} ${thing.reference}`) ?? []).some(({ isInForce }) => isInForce)
  if (isPledged) throw refusalToError({ code: 'pledged-for-debt' })
}

/** Refuses what `checkGuarantees` refuses. */
export function refuseBadGuarantees(list: readonly JudgedGuarantee[]): void {
  const wrong = checkGuarantees(list)
  if (wrong) throw refusalToError({ code: wrong.code, facts: wrong })
}

/** What screens show of guarantees. The other applications are counted, not named: they may be another organisation's. */
export function shownGuarantees(list: readonly JudgedGuarantee[]) {
  const warnings = guaranteeWarnings(list)
  return list.map(({ guarantee, standing, known }, index) => {
    const { kind, reference, description, cover, proposalId = null, until = null } = guarantee
    const { isThere, isOwn, worth, pledgedTo, consent } = standing
    return {
      ...{ position: index + 1, kind, reference, description, cover, known },
      ...{ isThere, isOwn, worth, elsewhere: pledgedTo.length },
      ...{ consent, proposalId, until },
      warnings: warnings.filter(({ position }) => position === index + 1).map(({ code }) => code),
    }
  })
}

/** What the organisation can offer of what the ledger knows: its rights, certificates and collectives. */
export const pledgeableRoute = allowed('credit.apply', reads).query(async ({ ctx: { db, user } }) => {
  const { organisationId: ownerId } = user
  const rights = [...(await certifiedRights(db, { ownerId })), ...(await registeredWorks(db, { ownerId }))]
  const there = rights.filter(({ isThere }) => isThere)
  const of = and(visibleTo(user), eq(collectives.step, 'registered'))
  const standing = await db.select().from(collectives).where(of).orderBy(desc(collectives.createdAt))
  const things = [
    ...there.map((thing) => ({ kind: 'right' as const, ...offered(thing) })),
    ...(await heldCertificates(db, { ownerId })).map((one) => ({
      kind: 'certificates' as const,
      ...offered(one),
    })),
    ...standing.map(({ ledgerId, name }) => ({
      ...{ kind: 'collective' as const, reference: ledgerId, name, count: 1n, worth: null },
    })),
  ]
  const others = await otherPledges(db, things, undefined)
  const isTaken = ({ kind, reference }: (typeof things)[number]) =>
    kind !== 'collective' && (others.get(`${kind} ${reference}`) ?? []).some(({ isInForce }) => isInForce)
  return things.filter((thing) => !isTaken(thing))
})

const offered = ({ reference, name, count, worth }: GuaranteeThing) => ({ reference, name, count, worth })
