import { type BallotMember, sha256, toHex } from '@vc/crypto'
import { schema, writeOutbox } from '@vc/db'
import { must } from '@vc/kernel'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { badFacts, type FileInput, fileInput, fileRefusal, readFileInput } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type KindName, memberKinds } from './member-kind.ts'
import { type MemberLine, readMembersFile } from './read-members-file.ts'

const { collectiveMembers, collectives, unions } = schema
const SHOWN = 10
const CHUNK = 500

const kindInput = { kind: z.enum(['VCB1', 'VCC1']).default('VCB1') }
type AskedFile = Pick<FileInput, 'content' | 'encoding'> & { readonly kind: KindName }

async function readFile(ctx: MemberContext, input: AskedFile) {
  const read = await readMembersFile(readFileInput(input).file, memberKinds(ctx)[input.kind])
  if (!read.ok) throw refusalToError(fileRefusal(read.refusal))
  return read.value
}

/** All weights together. */
export const weightOf = (members: readonly Pick<MemberLine, 'weight'>[]) =>
  members.reduce((sum, { weight }) => sum + weight, 0)
/** More than half of all weights. */
export const majorityOf = (weight: number) => Math.floor(weight / 2) + 1

/** What a registration of this file would take and what it would not, line by line; changes nothing. */
export const previewRoute = allowed('collective.register', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'none',
  rate: 'act',
})
  .input(fileInput.extend(kindInput))
  .mutation(async ({ ctx, input }) => {
    const { members, bad, encoding, format, columns } = await readFile(ctx, input)
    const weight = weightOf(members)
    const sample = members.slice(0, SHOWN).map(({ line, name, weight: own, owner, key }) => ({
      ...{ line, name, weight: own },
      ...{ owner: toHex(owner), key: toHex(key) },
    }))
    const file = { encoding, format, columns, bad }
    return { ...file, count: members.length, weight, majority: majorityOf(weight), sample }
  })

/**
 * Registers a collective (VCB1, or VCC1 when told) with the members of a file, all or nothing, and promises its records on the ledger. The
 * threshold is a majority of the weights unless told. The same list and threshold again is the same collective; one that
 * the ledger refused is tried anew. Refuses `rows-bad`, `threshold-too-high`, `collective-known`.
 */
export const importRoute = allowed('collective.register', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(fileInput.extend({ ...kindInput, name: lineInput(100), threshold: z.int().min(1).optional() }))
  .mutation(async ({ ctx, input }) => {
    const { members, bad } = await readFile(ctx, input)
    if (bad.length > 0) throw refusalToError({ code: 'rows-bad', facts: badFacts(bad, members.length) })
    const weight = weightOf(members)
    const { descriptorOf } = memberKinds(ctx)[input.kind]
    const descriptor = descriptorOf(members, input.threshold ?? majorityOf(weight))
    if (!descriptor) throw refusalToError({ code: 'threshold-too-high', facts: { weight } })
    const { fileName, name } = input
    const made = await ctx.db.transaction((tx) => register(tx, ctx, { fileName, name, descriptor, members }))
    if (made.isNew) await ctx.wake('register-collective', `register-collective-${made.collectiveId}`)
    return made
  })

export type Registration = Readonly<Record<'fileName' | 'name', string>> & {
  readonly descriptor: Uint8Array
  readonly members: readonly (BallotMember & { readonly name: string })[]
  readonly parentId?: string
}

/** Keeps a registration and promises its records; one that is known is that one. Refuses `collective-known`. */
export async function register(tx: DbOrTransaction, ctx: MemberContext, asked: Registration) {
  const ledgerId = toHex(sha256(asked.descriptor))
  const count = asked.members.length
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`collective ${ledgerId}`}, 0))`)
  const [known] = await tx.select().from(collectives).where(eq(collectives.ledgerId, ledgerId))
  if (known && known.organisationId !== ctx.user.organisationId)
    throw refusalToError({ code: 'collective-known' })
  // What was founded as a union is begun anew as one (unions.found).
  if (known && (known.step !== 'refused' || (await isUnion(tx, known.id))))
    return { collectiveId: known.id, count, isNew: false }
  const collectiveId = known?.id ?? (await keepCollective(tx, ctx, asked, ledgerId))
  const queued = { step: 'queued', reason: null, updatedAt: new Date(ctx.clock.nowMs()) } as const
  if (known) await tx.update(collectives).set(queued).where(eq(collectives.id, known.id))
  const key = `register-collective-${collectiveId}-${ctx.requestId}`
  await writeOutbox(tx, { topic: 'register-collective', payload: { collectiveId }, key })
  await auditIn(tx, ctx, { subject: collectiveId })
  return { collectiveId, count, isNew: true }
}

const isUnion = async (tx: DbOrTransaction, id: string) =>
  (await tx.$count(unions, eq(unions.collectiveId, id))) > 0

/** Keeps a collective with its list of members, not on the ledger yet; gives its id. */
export async function keepCollective(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { fileName, name, descriptor, members, parentId }: Registration,
  ledgerId: string,
): Promise<string> {
  const at = new Date(ctx.clock.nowMs())
  const [row] = await tx
    .insert(collectives)
    .values({
      ...{ organisationId: ctx.user.organisationId, name, ledgerId, descriptor, fileName, step: 'queued' },
      parentId: parentId ?? null,
      ...{ createdBy: ctx.user.personId, createdAt: at, updatedAt: at },
    })
    .returning({ id: collectives.id })
  const { id: collectiveId } = must(row, 'an inserted row comes back')
  const rows = members.map((member, position) => ({
    ...{ collectiveId, position, name: member.name, key: toHex(member.key), owner: toHex(member.owner) },
    ...{ weight: BigInt(member.weight), possession: member.possession },
  }))
  for (let from = 0; from < rows.length; from += CHUNK)
    await tx.insert(collectiveMembers).values(rows.slice(from, from + CHUNK))
  return collectiveId
}
