import { fromHex, hash160, toHex } from '@vc/crypto'
import { type KeyOwner, schema } from '@vc/db'
import { organisations, people } from '@vc/db/identity'
import { desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { MemberContext } from '../context.ts'
import { ownersAmong } from '../people/owners-among.ts'
import { type ApprovedBy, approvedByModel } from './approved-by-model.ts'
import { isSamePart } from './begin-act.ts'
import { isMine, type Signer, signerOf } from './my-part.ts'
import { isSoftwareSigner } from './sign-by-software.ts'
import { isUuid, type StoredAct } from './stored-act.ts'
import { type Waiting, waitsOf } from './waits.ts'
import { withoutLost } from './without-lost.ts'

const { actDeclines, acts } = schema
const MOST = 500
type Decline = typeof actDeclines.$inferSelect
type Known = {
  readonly owners: ReadonlyMap<string, KeyOwner>
  readonly drafters: ReadonlyMap<string, { readonly name: string; readonly nameZh: string }>
  readonly names: ReadonlyMap<string, string>
  readonly declines: readonly Decline[]
  readonly waits: ReadonlyMap<string, Waiting>
  readonly models: ReadonlyMap<string, ApprovedBy>
}

/**
 * The newest acts that concern this person: drafted by the own organisation, or asking for a key of the person. Each
 * with how many signatures it needs, who has given one, who is missing, who declined and why, and until when it waits.
 */
export async function listActs(ctx: MemberContext) {
  const signer = await signerOf(ctx.db, ctx.user)
  const found = await ctx.db
    .select()
    .from(acts)
    .where(concerns(ctx, signer))
    .orderBy(desc(acts.createdAt))
    .limit(MOST)
  const mine = await withoutLost(ctx.db, found)
  const known = await knownOf(ctx, mine)
  return mine.map((act) => viewOf(ctx, signer, act, known))
}

/** What `isMine` asks of a part, asked by the database. */
function concerns({ user }: MemberContext, { actKeys, names }: Signer): SQL | undefined {
  const keys = [...actKeys.keys()].flatMap((key) => [key, hashOf(key)])
  const [asked, mine] = [JSON.stringify([...keys, ...names]), JSON.stringify([...names])]
  const isAsked = sql`exists (select 1 from jsonb_array_elements(${acts.required}) as part
    where ${asked}::jsonb ? (part ->> 'key')
      or (length(part ->> 'key') <> 66 and ${mine}::jsonb ? (part ->> 'signer')))`
  return or(eq(acts.createdBy, user.organisationId), isAsked)
}
const hashOf = (key: string) => (key.length === 40 ? key : toHex(hash160(fromHex(key))))

async function knownOf(ctx: MemberContext, shown: readonly StoredAct[]): Promise<Known> {
  const { db } = ctx
  const none = {
    owners: new Map(),
    drafters: new Map(),
    names: new Map(),
    declines: [],
    waits: new Map(),
    models: new Map(),
  }
  if (shown.length === 0) return none
  const ids = shown.map(({ id }) => id)
  const declines = await db.select().from(actDeclines).where(inArray(actDeclines.actId, ids))
  const hashes = shown.flatMap(({ required }) => required.map(({ key }) => hashOf(key)))
  const named = shown.flatMap((act) => act.named.flat())
  const owners = await ownersAmong(db, hashes, named)
  const drafterIds = [...new Set(shown.map(({ createdBy }) => createdBy))].filter((id) => isUuid.test(id))
  const { id, name, nameZh } = organisations
  const drafters = await db.select({ id, name, nameZh }).from(organisations).where(inArray(id, drafterIds))
  const signers = shown.flatMap(({ signatures }) => signatures.map(({ by }) => by))
  const persons = [
    ...new Set([
      ...signers.filter((by) => !isSoftwareSigner(by)),
      ...declines.map(({ personId }) => personId),
    ]),
  ]
  const signed = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, persons))
  return {
    owners: new Map(owners.map((owner) => [owner.keyHash, owner])),
    drafters: new Map(drafters.map((one) => [one.id, one])),
    names: new Map(signed.map((one) => [one.id, one.name])),
    declines,
    waits: await waitsOf(ctx, shown),
    models: await modelsBehind(db, shown),
  }
}

/** By act: which credit model approved a grant, if one did. */
async function modelsBehind(db: MemberContext['db'], shown: readonly StoredAct[]) {
  const grants = shown.filter(({ context }) => typeof context.modelId === 'string')
  const approved = await approvedByModel(
    db,
    grants.map(({ subjectId }) => subjectId),
  )
  return new Map([...approved.values()].map(({ actId, ...by }) => [actId, by]))
}

function viewOf(ctx: MemberContext, signer: Signer, act: StoredAct, known: Known) {
  const { id, kind, status, createdAt, expiresAt, createdBy } = act
  const ranOut = status === 'open' && expiresAt.getTime() <= ctx.clock.nowMs()
  const declines = known.declines.filter(({ actId }) => actId === id)
  const isMissing = act.required.some((part) => isMine(signer, part))
  const isAnswered = [...act.signatures.map(({ by }) => by), ...declines.map(({ personId }) => personId)]
  return {
    ...{ actId: id, kind, createdAt, expiresAt, status: ranOut ? ('expired' as const) : status },
    subject: { kind: act.subjectKind, id: act.subjectId },
    drafter: known.drafters.get(createdBy) ?? null,
    /** This person is asked, and has neither signed nor declined. */
    isMine: status === 'open' && !ranOut && isMissing && !isAnswered.includes(ctx.user.personId),
    ...countsOf(act),
    /** Why it waits although all have signed; null of an act that is not on its way. */
    waits: known.waits.get(id)?.why ?? null,
    /** The first block with room for its credit, where the day's speed keeps it out. */
    window: known.waits.get(id)?.next ?? null,
    signers: signersOf(act, known, declines),
    /** The credit model that approved it in the place of a person (docs/adr/0049). */
    model: known.models.get(id) ?? null,
    declines: declines.map(({ personId, reason, at }) => ({
      ...{ name: known.names.get(personId) ?? '', reason, at },
    })),
  }
}

/** How many signatures are needed, and how many of them are there: what a set has beyond its need counts for nothing. */
export function countsOf({ required, signatures }: Pick<StoredAct, 'required' | 'signatures'>) {
  const isGiven = (part: StoredAct['required'][number]) => signatures.some((one) => isSamePart(one, part))
  const alone = required.filter(({ set }) => !set)
  const sets = new Map(required.flatMap(({ set }) => (set ? [[set.name, set.need] as const] : [])))
  let [need, given] = [alone.length, alone.filter(isGiven).length]
  for (const [name, most] of sets) {
    need += most
    given += Math.min(most, required.filter((part) => part.set?.name === name && isGiven(part)).length)
  }
  return { need, given }
}

/** Every key that may sign, once: whose it is, and who signed with it when. */
function signersOf({ required, signatures }: StoredAct, known: Known, declines: readonly Decline[]) {
  return [...Map.groupBy(required, ({ key }) => key)].map(([key, parts]) => {
    const given = signatures.find((one) => one.key === key)
    const owner = known.owners.get(hashOf(key))
    return {
      ...{ key, places: parts.length },
      organisation: owner ? { name: owner.name, nameZh: owner.nameZh } : null,
      isSoftware: owner?.isSoftware ?? (given !== undefined && isSoftwareSigner(given.by)),
      signed: given ? { name: known.names.get(given.by) ?? '', at: new Date(given.at) } : null,
      hasDeclined: declines.some(({ keys }) => keys.includes(key)),
    }
  })
}
