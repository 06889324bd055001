import { LEDGER_FEE } from '@vc/admission'
import { debtsOf, unspentByNames } from '@vc/db'
import { CIRCULATION, DEBT } from '@vc/ledger'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput, lineInput, lotNamesInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { standingRules } from '../credit/standing-rules.ts'
import { draftRepayment, freeCoins, freeOf, mustBeInForce } from './draft-spend.ts'
import { accountOfCollective, findCollective, versionInForce } from './find.ts'
import { isKnown, keepProposal } from './keep-proposal.ts'

/** What a collective owes, lot by lot with how each stands, and the value at hand to repay them. */
export const debtsRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const collective = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const { standing, height, blocksPerDay } = await standingRules(ctx.db)
    const version = await versionInForce(ctx.db, collective.ledgerId)
    const from = version && { collective, descriptor: version.descriptor }
    const free = from ? await freeOf(ctx.db, from, DEBT) : []
    const coins = from ? await freeCoins(ctx.db, from) : []
    const names = new Set(free.map(({ txid, index }) => `${txid}:${index}`))
    const debts = await debtsOf(ctx.db, accountOfCollective(collective))
    const lots = debts.map((debt) => {
      const { txid, index, amount, expiryHeight } = debt
      const name = `${txid}:${index}`
      return { ...{ name, txid, amount, expiryHeight, standing: standing(debt) }, isFree: names.has(name) }
    })
    const value = coins.reduce((sum, { amount }) => sum + amount, 0n)
    return { height, blocksPerDay, fee: LEDGER_FEE, value, lots }
  })

const asking = z.strictObject({
  commandKey: commandKeyInput,
  collectiveId: idInput,
  lots: lotNamesInput,
  purpose: lineInput(300),
  days: z.int().min(1).max(60),
})

/**
 * Asks the members of a collective to repay lots that it owes with its own value: the vote is over each lot and each coin. Refuses
 * `collective-not-ready`, `debt-not-found`, `debt-under-way`, `collective-short`, `coins-too-many`.
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
  const account = accountOfCollective(collective)
  const lots = await unspentByNames(tx, asked.lots)
  const areOwn = lots.every(
    ({ keyHash, element, layer }) => keyHash === account && element === DEBT && layer === CIRCULATION,
  )
  if (lots.length !== asked.lots.length || !areOwn) throw refusalToError({ code: 'debt-not-found' })
  const drafted = await draftRepayment(tx, { collective, descriptor }, lots)
  const amount = lots.reduce((sum, lot) => sum + lot.amount, 0n)
  const { id: collectiveId } = collective
  const kept = { collectiveId, kind: 'repayment', step: 'open', ...drafted, descriptor, amount } as const
  await keepProposal(tx, ctx, asked, kept)
  return made
}
