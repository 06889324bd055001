import { LEDGER_FEE } from '@vc/admission'
import { debtsOf, outputAtOf, unspentByNames } from '@vc/db'
import { DEBT, DEBT_LAYER } from '@vc/ledger'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountOrNoneInput, commandKeyInput, idInput, lineInput, lotNamesInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { standingRules } from '../credit/standing-rules.ts'
import { draftRepayment, freeCoins, freeLocked, freeLots, mustBeInForce, valuesFor } from './draft-spend.ts'
import { accountOfCollective, type CollectiveRow, findCollective, versionInForce } from './find.ts'
import { isKnown, keepProposal } from './keep-proposal.ts'

/** What a collective owes, lot by lot with how each stands, and the value at hand to repay them: in coins, and locked. */
export const debtsRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const collective = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const { standing, height, blocksPerDay } = await standingRules(ctx.db)
    const version = await versionInForce(ctx.db, collective.ledgerId)
    const from = version && { collective, descriptor: version.descriptor }
    const free = from ? await freeLots(ctx.db, from) : []
    const coins = from ? await freeCoins(ctx.db, from) : []
    const kept = from ? await freeLocked(ctx.db, from) : []
    const names = new Set(free.map(({ txid, index }) => `${txid}:${index}`))
    const debts = await debtsOf(ctx.db, accountOfCollective(collective))
    const lots = debts.map((debt) => {
      const { txid, index, amount, expiryHeight, layer } = debt
      const name = `${txid}:${index}`
      const told = { name, txid, amount, expiryHeight, standing: standing(debt) }
      return { ...told, isInDebtLayer: layer === DEBT_LAYER, isFree: names.has(name) }
    })
    return {
      ...{ height, blocksPerDay, fee: LEDGER_FEE, lots },
      ...{ value: sumOf(coins), locked: sumOf(kept) },
    }
  })

const sumOf = (list: readonly { readonly amount: bigint }[]) =>
  list.reduce((sum, { amount }) => sum + amount, 0n)

/**
 * What a repayment of these lots would leave locked: of restructured ones what is left over of the coins; nothing, with a coin of
 * `exact` so much. Refuses `collective-not-ready`, `debt-not-found`, `collective-short`, `coins-too-many`.
 */
export const locksRoute = allowed('collective.propose', reads)
  .input(z.strictObject({ collectiveId: idInput, lots: lotNamesInput }))
  .query(async ({ ctx, input }) => {
    const collective = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const { descriptor } = await mustBeInForce(ctx.db, collective)
    const lots = await ownLots(ctx.db, collective, input.lots)
    const { locks, exact } = await valuesFor(ctx.db, { collective, descriptor }, lots.map(outputAtOf))
    return { locks, exact }
  })

/** Lots that the collective owes. Refuses `debt-not-found`. */
async function ownLots(tx: DbOrTransaction, collective: CollectiveRow, names: readonly string[]) {
  const account = accountOfCollective(collective)
  const lots = await unspentByNames(tx, names)
  const areOwn = lots.every(({ keyHash, element }) => keyHash === account && element === DEBT)
  if (lots.length !== names.length || !areOwn) throw refusalToError({ code: 'debt-not-found' })
  return lots
}

const asking = z.strictObject({
  commandKey: commandKeyInput,
  collectiveId: idInput,
  lots: lotNamesInput,
  mayLock: amountOrNoneInput.default(0n),
  purpose: lineInput(300),
  days: z.int().min(1).max(60),
})

/**
 * Asks the members of a collective to repay lots that it owes with its own value: the vote is over each lot and each coin. For
 * restructured lots it locks value, where what is left over stays: `mayLock` says how much of that is agreed to. Refuses
 * `collective-not-ready`, `change-locked`, `debt-not-found`, `debt-under-way`, `collective-short`, `coins-too-many`.
 */
export const askRepaymentRoute = allowed('collective.propose', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(asking)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => ask(tx, ctx, input)))

async function ask(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof asking>) {
  const collective = await findCollective(tx, ctx.user, asked.collectiveId)
  const made = { proposalId: asked.commandKey }
  if (await isKnown(tx, ctx, collective, asked.commandKey)) return made
  const { descriptor } = await mustBeInForce(tx, collective)
  const lots = await ownLots(tx, collective, asked.lots)
  const { locks, ...drafted } = await draftRepayment(tx, { collective, descriptor }, lots)
  if (locks > asked.mayLock) throw refusalToError({ code: 'change-locked', facts: { locks } })
  const amount = lots.reduce((sum, lot) => sum + lot.amount, 0n)
  const { id: collectiveId } = collective
  const kept = { collectiveId, kind: 'repayment', step: 'open', ...drafted, descriptor, amount } as const
  await keepProposal(tx, ctx, asked, kept)
  return made
}
