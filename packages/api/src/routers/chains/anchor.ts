import { toHex } from '@vc/crypto'
import { schema, writeOutbox } from '@vc/db'
import { anchorChain, anchorKey } from '@vc/jobs'
import { must } from '@vc/kernel'
import type { ChainRecord } from '@vc/ledger'
import { checkpointOf } from '@vc/settlement'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { signerOf } from '../../acts/my-part.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { findUnion } from '../unions/find.ts'
import { logOf } from '../unions/log.ts'
import { anchorsAsked, anchorsOf, findChain } from './anchors.ts'

const { unions } = schema
const MOST_HEIGHT = 2n ** 53n - 1n

const asking = z.strictObject({
  commandKey: commandKeyInput,
  chainId: hexInput(32),
  /** Of a chain that is kept elsewhere; of a union's own it is computed. */
  checkpoint: z.strictObject({ height: z.bigint().min(1n).max(MOST_HEIGHT), hash: hexInput(32) }).optional(),
})
type Asking = z.infer<typeof asking>

/**
 * Proposes to anchor a checkpoint of a community's chain (ledger.md 7, docs/adr/0056). Of a union's own chain it is computed of all
 * that its members have decided; of another one it is told. The worker drafts the record, which a majority of the keys that speak
 * for the chain signs. Asked by whoever holds such a key; one at a time. Refuses `not-found`, `not-chain-key`, `anchor-not-newer`,
 * `anchor-waits`, `checkpoint-missing`, `checkpoint-computed`.
 */
export const anchorRoute = allowed('community.write', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(asking)
  .mutation(async ({ ctx, input }) => {
    const key = anchorKey(input.commandKey)
    const isNew = await ctx.db.transaction((tx) => ask(tx, ctx, input, key))
    if (isNew) await ctx.wake(anchorChain.name, key)
    return { proposalId: input.commandKey }
  })

async function ask(tx: DbOrTransaction, ctx: MemberContext, asked: Asking, key: string): Promise<boolean> {
  const { commandKey: proposalId, chainId } = asked
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`anchor ${chainId}`}, 0))`)
  const chain = await findChain(tx, chainId)
  await mustSpeakFor(tx, ctx, chain)
  const open = await anchorsAsked(tx, ctx.clock.nowMs(), chainId)
  if (open.some((other) => other.proposalId === proposalId)) return false
  if (open.some(({ state }) => state === 'preparing' || state === 'open'))
    throw refusalToError({ code: 'anchor-waits' })
  const { height, hash } = await checkpointFor(tx, ctx, asked)
  const [newest] = await anchorsOf(tx, chainId)
  if (newest && height <= newest.height)
    throw refusalToError({ code: 'anchor-not-newer', facts: { height: newest.height } })
  const { organisationId } = ctx.user
  const payload = { proposalId, organisationId, chainId, height: String(height), hash }
  const written = await writeOutbox(tx, { topic: anchorChain.name, payload, key })
  await auditIn(tx, ctx, { subject: proposalId })
  return written
}

/** Refuses `not-chain-key`. */
async function mustSpeakFor(tx: DbOrTransaction, ctx: MemberContext, { keys }: ChainRecord): Promise<void> {
  const { actKeys } = await signerOf(tx, ctx.user)
  if (!keys.some((key) => actKeys.has(toHex(key)))) throw refusalToError({ code: 'not-chain-key' })
}

/** Refuses `checkpoint-missing` and `checkpoint-computed`. */
async function checkpointFor(tx: DbOrTransaction, ctx: MemberContext, { chainId, checkpoint }: Asking) {
  const [union] = await tx.select().from(unions).where(eq(unions.chainId, chainId))
  if (!union) {
    if (!checkpoint) throw refusalToError({ code: 'checkpoint-missing' })
    return checkpoint
  }
  if (checkpoint) throw refusalToError({ code: 'checkpoint-computed' })
  const { collective } = await findUnion(tx, ctx.user, union.collectiveId)
  const own = checkpointOf(await logOf(tx, collective))
  const { size, hash } = must(own, 'a chain has a checkpoint of all its entries')
  return { height: BigInt(size), hash }
}
