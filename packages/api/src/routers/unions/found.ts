import { sha256, toHex } from '@vc/crypto'
import { schema, writeOutbox } from '@vc/db'
import { foundUnion } from '@vc/jobs'
import { communityId, type UnionTerms, unionGenesis } from '@vc/settlement'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { actKeyOf } from '../../acts/act-key-of.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { badFacts, type FileInput, fileInput, fileRefusal, readFileInput } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { memberKinds } from '../collectives/member-kind.ts'
import { keepCollective, majorityOf, weightOf } from '../collectives/register.ts'
import { readUnionFile, type UnionLine } from './read-union-file.ts'
import { isOver, standingOf } from './standing.ts'

const { collectives, unionRoles, unions } = schema
const SHOWN = 10
const KIND = 'VCB1'

async function readFile(ctx: MemberContext, input: Pick<FileInput, 'content' | 'encoding'>) {
  const read = await readUnionFile(readFileInput(input).file, memberKinds(ctx)[KIND])
  if (!read.ok) throw refusalToError(fileRefusal(read.refusal))
  return read.value
}

/** What founding a union of this file would take and what it would not, line by line; changes nothing. */
export const previewRoute = allowed('collective.register', {
  ...{ stepUp: 'none', idempotency: 'same-result', audit: 'none', rate: 'act' },
})
  .input(fileInput)
  .mutation(async ({ ctx, input }) => {
    const { members, bad, encoding, format, columns } = await readFile(ctx, input)
    const weight = weightOf(members)
    const counted = (wanted: string) => members.filter(({ role }) => role === wanted).length
    const roles = { leader: counted('leader'), cooperative: counted('cooperative'), farm: counted('farm') }
    const sample = members.slice(0, SHOWN).map(({ line, name, role, weight: own, owner, key }) => ({
      ...{ line, name, role, weight: own },
      ...{ owner: toHex(owner), key: toHex(key) },
    }))
    return {
      ...{ encoding, format, columns, count: members.length, weight, majority: majorityOf(weight) },
      ...{ roles, bad, sample },
    }
  })

/**
 * Founds a farm union of the members of a file, whole or not at all (docs/adr/0047): its collective account, their roles, and the
 * community under whose chain the network lists them. The worker drafts one bundle of records, which the council signs. The
 * same file is the same union; one that was refused, or ran out, is tried anew. Refuses what the file is refused for,
 * `rows-bad`, `threshold-too-high`, `union-key-missing`, `collective-known`.
 */
export const foundRoute = allowed('collective.register', {
  ...{ stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' },
})
  .input(fileInput.extend({ name: lineInput(100), threshold: z.int().min(1).optional() }))
  .mutation(async ({ ctx, input }) => {
    const { members, bad } = await readFile(ctx, input)
    if (bad.length > 0) throw refusalToError({ code: 'rows-bad', facts: badFacts(bad, members.length) })
    const weight = weightOf(members)
    const descriptor = memberKinds(ctx)[KIND].descriptorOf(members, input.threshold ?? majorityOf(weight))
    if (!descriptor) throw refusalToError({ code: 'threshold-too-high', facts: { weight } })
    const { fileName, name } = input
    const made = await ctx.db.transaction((tx) => found(tx, ctx, { fileName, name, descriptor, members }))
    if (made.isNew) await ctx.wake(foundUnion.name, `${foundUnion.name}-${made.collectiveId}`)
    return made
  })

type Founding = {
  readonly fileName: string
  readonly name: string
  readonly descriptor: Uint8Array
  readonly members: readonly UnionLine[]
}

async function found(tx: DbOrTransaction, ctx: MemberContext, asked: Founding) {
  const ledgerId = toHex(sha256(asked.descriptor))
  const count = asked.members.length
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`collective ${ledgerId}`}, 0))`)
  const [known] = await tx.select().from(collectives).where(eq(collectives.ledgerId, ledgerId))
  const collectiveId = known ? await againOrKnown(tx, ctx, known) : await keepUnion(tx, ctx, asked, ledgerId)
  if (!collectiveId) return { collectiveId: known?.id ?? '', count, isNew: false }
  const key = `${foundUnion.name}-${collectiveId}-${ctx.requestId}`
  await writeOutbox(tx, { topic: foundUnion.name, payload: { collectiveId }, key })
  await auditIn(tx, ctx, { subject: collectiveId })
  return { collectiveId, count, isNew: true }
}

/** A union that came to nothing begins anew: gives its id. One under way stays as it is. Refuses `collective-known`. */
async function againOrKnown(
  tx: DbOrTransaction,
  ctx: MemberContext,
  known: typeof collectives.$inferSelect,
): Promise<string | undefined> {
  const own = eq(unions.collectiveId, known.id)
  const [union] = await tx.select().from(unions).where(own)
  if (!union || union.organisationId !== ctx.user.organisationId)
    throw refusalToError({ code: 'collective-known' })
  const { stage } = await standingOf(tx, ctx.clock.nowMs(), union, known)
  if (!isOver(stage)) return undefined
  const updatedAt = new Date(ctx.clock.nowMs())
  await tx.update(unions).set({ actId: null, reason: null, updatedAt }).where(own)
  const queued = { step: 'queued', reason: null, updatedAt } as const
  await tx.update(collectives).set(queued).where(eq(collectives.id, known.id))
  return known.id
}

async function keepUnion(tx: DbOrTransaction, ctx: MemberContext, asked: Founding, ledgerId: string) {
  const { organisationId, personId } = ctx.user
  const authorityKey = await actKeyOf(tx, personId)
  if (!authorityKey) throw refusalToError({ code: 'union-key-missing' })
  const genesis = unionGenesis(termsOf(asked, ledgerId))
  const collectiveId = await keepCollective(tx, ctx, asked, ledgerId)
  const at = new Date(ctx.clock.nowMs())
  await tx.insert(unions).values({
    ...{ collectiveId, organisationId, chainId: toHex(communityId(genesis)), genesis: toHex(genesis) },
    ...{ authorityKey, createdAt: at, updatedAt: at },
  })
  const rows = asked.members.map(({ role }, position) => ({ collectiveId, position, role }))
  await tx.insert(unionRoles).values(rows)
  return collectiveId
}

const termsOf = ({ name, members }: Founding, collective: string): UnionTerms => ({
  ...{ name, collective },
  members: members.map(({ name: of, role, owner, key, weight }) => ({
    ...{ name: of, role, account: toHex(owner), credential: toHex(key), weight },
  })),
})
