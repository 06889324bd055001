import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import {
  agentsOf,
  debtsOf,
  namesOfDebtors,
  outputAtOf,
  ownersOf,
  type UnpaidDebt,
  unpaidDebts,
  unspentByKeyHash,
  unspentByNames,
  type WhoseDebts,
} from '@vc/db'
import { CIRCULATION, DEBT, DEBT_LAYER, keyHashScript, type Layer, repay, VALUE } from '@vc/ledger'
import { z } from 'zod'
import { draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { MemberContext } from '../../context.ts'
import { commandKeyInput, lotNamesInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { debtorsSeenBy } from './debtors-seen-by.ts'
import { withKeptDues } from './kept-debt.ts'
import { payingFor } from './paying-for.ts'
import { standingRules } from './standing-rules.ts'

/** The person's unpaid lots and the circulating value at hand to repay them. */
export const debtsRoute = allowed('credit.repay', reads).query(async ({ ctx }) => {
  const { standing, height, blocksPerDay } = await standingRules(ctx.db)
  const keys = await ownAccounts(ctx.db, ctx.user)
  const accounts = keys.map(async (debtKeyHash) => {
    const debts = await withKeptDues(ctx.db, await debtsOf(ctx.db, debtKeyHash))
    const held = await unspentByKeyHash(ctx.db, debtKeyHash, { element: VALUE, free: true })
    const sumIn = (of: Layer) =>
      held.reduce((sum, { layer, amount }) => (layer === of ? sum + amount : sum), 0n)
    const free = await unspentByKeyHash(ctx.db, debtKeyHash, { element: DEBT, free: true })
    const names = new Set(free.map(({ txid, index }) => `${txid}:${index}`))
    return {
      debtKeyHash,
      value: sumIn(CIRCULATION),
      locked: sumIn(DEBT_LAYER),
      lots: debts.map((debt) => {
        const name = `${debt.txid}:${debt.index}`
        const { amount, expiryHeight, createdHeight, layer } = debt
        return {
          name,
          amount,
          expiryHeight,
          createdHeight,
          isInDebtLayer: layer === DEBT_LAYER,
          standing: standing(debt),
          isFree: names.has(name),
        }
      }),
    }
  })
  return { height, blocksPerDay, fee: LEDGER_FEE, accounts: await Promise.all(accounts) }
})

/** Drafts the repayment of whole lots with the debtor's own value; gives the act that the debtor's key signs. */
export const repayRoute = allowed('credit.repay', {
  stepUp: 'none',
  idempotency: 'none',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      commandKey: commandKeyInput,
      lots: lotNamesInput,
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const keys = await ownAccounts(tx, ctx.user)
      const asked = await unspentByNames(tx, input.lots)
      const [first] = asked
      const same = asked.every(({ keyHash, element }) => element === DEBT && keyHash === first?.keyHash)
      const debtor = first?.keyHash
      if (asked.length !== input.lots.length || !same || !debtor || !keys.includes(debtor))
        throw refusalToError({ code: 'debt-not-found' })
      const free = await unspentByKeyHash(tx, debtor, { free: true })
      const freeNames = new Set(free.map(({ txid, index }) => `${txid}:${index}`))
      if (input.lots.some((name) => !freeNames.has(name))) throw refusalToError({ code: 'debt-under-way' })
      const debts = asked.map(outputAtOf)
      const need = debts.reduce((sum, { output }) => sum + output.amount, LEDGER_FEE)
      const values = free.filter(({ element }) => element === VALUE).map(outputAtOf)
      const { layer, chosen } = unwrap(payingFor(debts, values, need))
      const changeTo = keyHashScript(fromHex(debtor))
      const order = { debts, values: chosen, fee: LEDGER_FEE, changeTo, layer }
      const transaction = repay({ ...order, lockChange: layer === DEBT_LAYER })
      const named = [...chosen, ...debts].map(({ output }) => output)
      const sign = { inputs: named.map((_, i) => i), acceptances: [] }
      const actId = await draftAct(tx, ctx, {
        kind: 'credit.repay',
        subject: { kind: 'credit-repayment', id: input.commandKey },
        legs: [{ transaction, named, sign }],
        context: { amount: String(need - LEDGER_FEE), lots: input.lots.length },
      })
      await auditIn(tx, ctx, { subject: actId })
      return { actId }
    }),
  )

/** Of the list, how many rows travel; the sums are always of all. */
const MOST_ROWS = 1000

/** A holder's own debts and those of collectives that the person sees, those that an authority's agents gave, or the whole network's for who watches it. */
async function watchedDebts({ db, user }: MemberContext): Promise<WhoseDebts> {
  if (user.role === 'holder') return { debtors: await debtorsSeenBy(db, user) }
  if (user.role !== 'authority') return { all: true }
  return { agents: await agentsOf(db, user.organisationId) }
}

/** Stable: what the database put in order stays in it, and kept debts come among the others. */
const dueFirst = (debts: readonly UnpaidDebt[]) =>
  debts.toSorted(
    (a, b) => (a.expiryHeight ?? Number.MAX_SAFE_INTEGER) - (b.expiryHeight ?? Number.MAX_SAFE_INTEGER),
  )

/** Unpaid debts by how they stand, each with the agent that gave it, the thousand due first, with count and sums of all. */
export const ageingRoute = allowed('credit.list', reads).query(async ({ ctx }) => {
  const { standing, height, blocksPerDay } = await standingRules(ctx.db)
  const unpaid = dueFirst(await withKeptDues(ctx.db, await unpaidDebts(ctx.db, await watchedDebts(ctx))))
  const sums = { current: 0n, 'due-soon': 0n, overdue: 0n, bad: 0n }
  for (const debt of unpaid) sums[standing(debt)] += debt.amount
  const names = await namesOfDebtors(ctx.db)
  const debts = unpaid.slice(0, MOST_ROWS).map((debt) => {
    const { txid, index, amount, keyHash, expiryHeight, agent } = debt
    return {
      name: `${txid}:${index}`,
      ...{ txid, amount, keyHash, expiryHeight, agent },
      debtor: names.get(keyHash ?? '') ?? null,
      standing: standing(debt),
    }
  })
  const owners = await ownersOf(ctx.db, [...new Set(debts.flatMap(({ agent }) => agent ?? []))])
  return { height, blocksPerDay, debts, owners, total: unpaid.length, sums }
})
