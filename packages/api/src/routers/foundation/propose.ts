import { type AgentRefusal, decideAppointment, decideGrant, LEAST_KEYS } from '@vc/admission'
import { fromHex, isPublicKey, toHex } from '@vc/crypto'
import { findCursor, foundationGroups, listedAgents, writeOutbox } from '@vc/db'
import { type FoundationAsk, foundationAsk, foundationKey, prepareFoundation } from '@vc/jobs'
import { ok, type Result, refuse } from '@vc/kernel'
import { ADMISSION, configurationOf } from '@vc/ledger'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { signerOf } from '../../acts/my-part.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { mayListChain } from './chain-ask.ts'
import { isMemberAsk, mayWriteMember } from './member-ask.ts'
import { openProposals } from './proposals.ts'

const MOST_MEMBERS = 64

/**
 * Proposes a change of a foundation group, an agent, management credit for one, a member of the network, or a chain that it lists. Nothing is changed by it: the worker
 * drafts it, and it waits in the inbox of everybody whose key the ledger's law asks for. One proposal at a time for a
 * group, an agent or a member, since each spends what the one before wrote.
 */
export const proposeRoute = allowed('foundation.propose', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ commandKey: commandKeyInput, ask: foundationAsk }))
  .mutation(async ({ ctx, input: { commandKey, ask } }) => {
    const key = foundationKey(commandKey)
    const isNew = await ctx.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('foundation', 0))`)
      const open = await openProposals(tx, ctx.clock.nowMs())
      if (open.some(({ proposalId }) => proposalId === commandKey)) return false
      if (open.some((other) => touches(other.ask, ask))) throw refusalToError({ code: 'proposal-waits' })
      await mayPropose(tx, ctx, ask)
      const payload = { proposalId: commandKey, organisationId: ctx.user.organisationId, ask }
      const written = await writeOutbox(tx, { topic: prepareFoundation.name, payload, key })
      await auditIn(tx, ctx, { subject: commandKey })
      return written
    })
    if (isNew) await ctx.wake(prepareFoundation.name, key)
    return { proposalId: commandKey }
  })

/** Two proposals that would spend the same output: of one group, or of one agent. */
function touches(a: FoundationAsk, b: FoundationAsk): boolean {
  if ('group' in a || 'group' in b) return 'group' in a && 'group' in b && a.group === b.group
  return a.key === b.key
}

async function mayPropose(tx: DbOrTransaction, ctx: MemberContext, ask: FoundationAsk): Promise<void> {
  if ('group' in ask) return mayChange(tx, ctx, ask)
  if (isMemberAsk(ask)) return mayWriteMember(tx, ctx, ask)
  if (ask.kind === 'chain.list') return mayListChain(tx, ctx, ask)
  const agents = await listedAgents(tx)
  const known = agents.find(({ key }) => key === ask.key)
  const parent = ask.kind === 'agent.appoint' ? ask.parent : known?.parent
  if (ctx.user.role !== 'admission') await mustBeOwn(tx, ctx, parent)
  if (ask.kind === 'agent.appoint') {
    if (!isPublicKey(fromHex(ask.key))) throw refusalToError({ code: 'member-key-bad' })
    unwrap(withFacts(decideAppointment({ ...ask, ceiling: BigInt(ask.ceiling) }, agents)))
  } else if (ask.kind === 'credit.grant') {
    await mustBeFounded(tx)
    unwrap(withFacts(decideGrant(known, BigInt(ask.amount))))
  } else if (!known) throw refusalToError({ code: 'agent-unknown' })
}

/** Before its third key the admission group has no credit to give (ledger.md 9). */
async function mustBeFounded(tx: DbOrTransaction): Promise<void> {
  const group = (await foundationGroups(tx)).find((one) => one.group === ADMISSION)
  const keys = group?.keys.length ?? 0
  if (keys < LEAST_KEYS) throw refusalToError({ code: 'group-not-founded', facts: { keys } })
}

/** Who is no member of the admission proposes only below an agent's key of the own. */
async function mustBeOwn(tx: DbOrTransaction, ctx: MemberContext, parent: string | undefined): Promise<void> {
  const { actKeys } = await signerOf(tx, ctx.user)
  if (parent === undefined || !actKeys.has(parent)) throw refusalToError({ code: 'not-own-agent' })
}

type Change = Extract<FoundationAsk, { readonly group: string }>

/** What the law would refuse is told before anybody signs it (ledger.md 9). */
async function mayChange(tx: DbOrTransaction, { user }: MemberContext, ask: Change): Promise<void> {
  if (user.role !== 'admission') throw refusalToError({ code: 'not-own-agent' })
  const group = (await foundationGroups(tx)).find(({ group: name }) => name === ask.group)
  const cursor = await findCursor(tx)
  if (!group || !cursor) throw refusalToError({ code: 'not-found' })
  const { hardwareKeysOnly } = configurationOf(cursor.parameters)
  unwrap(decideChange(group.keys.map(toHex), ask, hardwareKeysOnly))
}

type ChangeRefusal = {
  readonly code: 'member-known' | 'member-unknown' | 'member-key-bad' | 'group-size'
  readonly facts?: { readonly keys: number }
}

function decideChange(
  keys: readonly string[],
  ask: Change,
  hardwareKeysOnly: boolean,
): Result<'changed', ChangeRefusal> {
  const comes = ask.kind === 'group.add' ? ask.key : ask.kind === 'group.replace' ? ask.newKey : undefined
  if (ask.kind !== 'group.add' && !keys.includes(ask.key)) return refuse({ code: 'member-unknown' })
  if (comes !== undefined && keys.includes(comes)) return refuse({ code: 'member-known' })
  const isGood =
    comes === undefined || (isPublicKey(fromHex(comes)) && (!hardwareKeysOnly || comes.length === 66))
  if (!isGood) return refuse({ code: 'member-key-bad' })
  const after = keys.length + (ask.kind === 'group.add' ? 1 : ask.kind === 'group.remove' ? -1 : 0)
  const isSmall = after < Math.min(keys.length, LEAST_KEYS) || after < 1
  if (isSmall || after > MOST_MEMBERS) return refuse({ code: 'group-size', facts: { keys: after } })
  return ok('changed')
}

/** A refusal of the domain with its numbers as facts of the API. */
function withFacts<T>(result: Result<T, AgentRefusal>) {
  if (result.ok) return result
  const { code, ...facts } = result.refusal
  return refuse({ code, facts })
}
