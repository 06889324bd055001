import { checkTerms, LEDGER_FEE, type StoryLot, toLots } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { applicationGiven, outputAtOf, schema, unspentByKeyHash } from '@vc/db'
import {
  CIRCULATION,
  DEBT,
  DEBT_LAYER,
  type NamedOutput,
  type OutputAt,
  outputsOf,
  renewDebts,
  type Transaction,
} from '@vc/ledger'
import { and, arrayOverlaps, eq, gt, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { type DraftLeg, draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput, lotNamesInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { caseOf } from './case-of.ts'
import { agentFacts } from './facts.ts'
import { lockAuthority } from './lock.ts'
import { collectiveOwing, putLotsToVote } from './restructuring-vote.ts'

/** A restructuring that the debtor has agreed to is kept for the day of a default: ten years, unless it is taken back. */
export const KEPT_MS = 3_653 * 86_400_000
/** So long the members of a collective have to vote; what they have agreed to then is kept as long as the act. */
const VOTE_DAYS = 30

const proposal = z.strictObject({
  txid: hexInput(32),
  lots: lotNamesInput,
  termBlocks: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  parts: z.int().min(1).max(1000),
})

/**
 * The creditor proposes new lots for old ones of one debt (ledger.md 6). Gives the act: the debtor agrees with its key in
 * advance, a collective's members by their vote (docs/adr/0050); the creditor keeps it and signs when it will; then one transaction
 * of the debt layer holds. The same lots are not proposed twice at a time.
 */
export const restructureRoute = allowed('credit.restructure', {
  stepUp: 'none',
  idempotency: 'none',
  audit: 'decision',
  rate: 'act',
})
  .input(proposal)
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      await lockAuthority(tx, ctx.user.organisationId)
      const { debtCase, story, isCreditor } = await caseOf(tx, ctx, input.txid)
      if (!isCreditor) throw refusalToError({ code: 'not-found' })
      const debts = await askedLots(tx, ctx, input.lots, debtCase.debtor, story.lots)
      const old = debts.reduce((sum, { output }) => sum + output.amount, 0n)
      const amount = old + LEDGER_FEE
      const { height, blocksPerDay } = await blockTimes(tx)
      const { termBlocks, parts } = input
      const wrong = checkTerms({ amount, termBlocks, lots: parts }, blocksPerDay)
      if (wrong) throw refusalToError({ code: wrong.code, facts: wrong })
      const agent = await roomyAgent(tx, ctx, amount)
      const managementCredit = outputAtOf(agent.source)
      const lots = toLots(amount, parts, height, termBlocks)
      const debtorKeyHash = fromHex(debtCase.debtor)
      const layer = await layerOf(tx, story.root, debts)
      const collective = await collectiveOwing(tx, debts)
      const votedId = collective && fromHex(collective.ledgerId)
      const terms = { managementCredit, debts, debtorKeyHash, lots, fee: LEDGER_FEE, layer, votedId }
      const grant = { transaction: renewDebts(terms), named: outputsOf([managementCredit, ...debts]) }
      const leg = restructuringLeg(grant.transaction, grant.named)
      const asked = { kind: 'restructuring', days: VOTE_DAYS, root: story.root, amount: old, grant } as const
      const proposalId = collective && (await putLotsToVote(tx, ctx, { collective, ...asked }))
      const actId = await draftAct(tx, ctx, {
        kind: 'credit.restructure',
        subject: { kind: 'credit-restructuring', id: story.root },
        legs: [leg],
        signerOf: (key) => (key === agent.keyHash ? ctx.user.personId : undefined),
        context: {
          agentKey: agent.key,
          old: String(old),
          amount: String(amount),
          lots: lots.map(({ expiryHeight }) => expiryHeight),
          ...(proposalId && { proposalId }),
        },
        expiresAt: new Date(ctx.clock.nowMs() + KEPT_MS),
      })
      await auditIn(tx, ctx, { subject: actId })
      return { actId }
    }),
  )

/**
 * What both sign: the debtor its lots and what is written, in whatever transaction (0x81, ledger.md 6), so that its word holds until
 * the creditor adds a credit to it; the creditor the whole.
 */
export function restructuringLeg(transaction: Transaction, named: readonly NamedOutput[]): DraftLeg {
  const [, ...lots] = named.map((_, index) => index)
  return { transaction, named, sign: { inputs: [0, ...lots], acceptances: [], alone: lots } }
}

/** Lots on an order stay in circulation, where its deliveries clear them (docs/adr/0039); others go to the layer debt. */
async function layerOf(
  tx: DbOrTransaction,
  root: string,
  debts: readonly OutputAt[],
): Promise<typeof CIRCULATION | typeof DEBT_LAYER> {
  const isOnOrder = (await applicationGiven(tx, root))?.orderId != null
  return isOnOrder && debts.every(({ output }) => output.layer === CIRCULATION) ? CIRCULATION : DEBT_LAYER
}

/** The lots as outputs. Refused: not open lots of this debt, being repaid, or in a restructuring that is kept already. */
export async function askedLots(
  tx: DbOrTransaction,
  ctx: MemberContext,
  asked: readonly string[],
  debtor: string,
  lots: readonly StoryLot[],
): Promise<readonly OutputAt[]> {
  const open = new Set(
    lots.flatMap(({ txid, index, standing }) => (standing === 'settled' ? [] : `${txid}:${index}`)),
  )
  if (asked.some((name) => !open.has(name))) throw refusalToError({ code: 'debt-not-found' })
  const free = await unspentByKeyHash(tx, debtor, { element: DEBT, free: true })
  const chosen = free.filter(({ txid, index }) => asked.includes(`${txid}:${index}`))
  if (chosen.length !== asked.length) throw refusalToError({ code: 'debt-under-way' })
  const { acts } = schema
  const kept = and(
    ...[inArray(acts.kind, ['credit.restructure', 'credit.transfer']), eq(acts.status, 'open')],
    ...[gt(acts.expiresAt, new Date(ctx.clock.nowMs())), arrayOverlaps(acts.outpoints, [...asked])],
  )
  const [other] = await tx.select({ id: acts.id }).from(acts).where(kept).limit(1)
  if (other) throw refusalToError({ code: 'restructuring-open' })
  return chosen.map(outputAtOf)
}

/** This person's agent, whose management credit holds the new debt and whose ceiling has room for what the fee adds. */
export async function roomyAgent(tx: DbOrTransaction, ctx: MemberContext, amount: bigint) {
  const agent = await agentFacts(tx, ctx.user, ctx.clock.nowMs())
  if (!agent) throw refusalToError({ code: 'agent-missing' })
  const { ceiling, exposure, source } = agent
  if (exposure + LEDGER_FEE > ceiling)
    throw refusalToError({ code: 'ceiling-exceeded', facts: { ceiling, exposure, amount: LEDGER_FEE } })
  if (!source || source.amount < amount)
    throw refusalToError({
      code: 'management-credit-short',
      facts: { present: source?.amount ?? 0n, amount },
    })
  return { ...agent, source }
}
