import { fromHex } from '@vc/crypto'
import { freeValueUnder, reserveScripts, schema, writeOutbox } from '@vc/db'
import { must } from '@vc/kernel'
import { DEBT_LAYER } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput, lotNamesInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { caseOf, type Told } from './case-of.ts'
import { agentFacts } from './facts.ts'
import { lockAuthority } from './lock.ts'

const TOPIC = 'draft-write-off'
const { creditWriteOffs } = schema

const asking = z.strictObject({
  commandKey: commandKeyInput,
  txid: hexInput(32),
  lots: lotNamesInput,
  grounds: z.string().trim().min(1).max(1000),
})
type Asking = z.infer<typeof asking>

/**
 * The creditor asks the reserve to clear bad lots of one debt (ledger.md 8). The worker drafts the transaction; it waits in
 * the approvals for the creditor's hardware key, and for the reserve's keepers where their keys are hardware.
 */
export const writeOffRoute = allowed('credit.write-off', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(asking)
  .mutation(async ({ ctx, input }) => {
    const writeOffId = await ctx.db.transaction((tx) => ask(tx, ctx, input))
    await ctx.wake(TOPIC, `${TOPIC}-${writeOffId}`)
    return { writeOffId }
  })

async function ask(tx: DbOrTransaction, ctx: MemberContext, { commandKey, txid, lots, grounds }: Asking) {
  await lockAuthority(tx, ctx.user.organisationId)
  const told = await caseOf(tx, ctx, txid)
  if (!told.isCreditor) throw refusalToError({ code: 'not-found' })
  const { personId, organisationId } = ctx.user
  const once = and(
    eq(creditWriteOffs.organisationId, organisationId),
    eq(creditWriteOffs.commandKey, commandKey),
  )
  const [known] = await tx.select({ id: creditWriteOffs.id }).from(creditWriteOffs).where(once)
  if (known) return known.id
  const amount = await clearable(tx, told, lots)
  const agent = await agentFacts(tx, ctx.user, ctx.clock.nowMs())
  if (!agent) throw refusalToError({ code: 'agent-missing' })
  const { root } = told.story
  const who = { personId, organisationId, commandKey, agentKey: agent.key }
  const row = { ...who, root, lots, amount, grounds, createdAt: new Date(ctx.clock.nowMs()) }
  const [made] = await tx.insert(creditWriteOffs).values(row).returning({ id: creditWriteOffs.id })
  const { id } = must(made, 'an inserted row comes back')
  await writeOutbox(tx, { topic: TOPIC, payload: { writeOffId: id }, key: `${TOPIC}-${id}` })
  await auditIn(tx, ctx, { subject: root })
  return id
}

/** The sum of the lots, all of them bad, which the reserve holds; smallest units. */
async function clearable(tx: DbOrTransaction, { story }: Told, asked: readonly string[]): Promise<bigint> {
  const lots = story.lots.filter(({ txid, index }) => asked.includes(`${txid}:${index}`))
  if (lots.length !== asked.length) throw refusalToError({ code: 'debt-not-found' })
  if (lots.some(({ standing }) => standing !== 'bad')) throw refusalToError({ code: 'debt-not-bad' })
  const [script] = await reserveScripts(tx)
  if (script === undefined) throw refusalToError({ code: 'reserve-missing' })
  const isAbove = lots.some(({ layer }) => layer === DEBT_LAYER)
  const held = await freeValueUnder(tx, fromHex(script))
  const have = held.reduce(
    (sum, { layer, amount }) => (isAbove || layer !== DEBT_LAYER ? sum + amount : sum),
    0n,
  )
  const need = lots.reduce((sum, { amount }) => sum + amount, 0n)
  if (have < need) throw refusalToError({ code: 'reserve-short', facts: { have, need } })
  return need
}
