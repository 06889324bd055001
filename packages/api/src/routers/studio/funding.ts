import {
  advanceRows,
  debtsOf,
  drawRows,
  earnedBetween,
  forecastRows,
  partyRows,
  royaltyBooks,
  schema,
} from '@vc/db'
import { dayNumber, type EarlyFunds, fundsLeft, isDay, lesser } from '@vc/settlement'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, hexInput, idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { applyFor } from '../credit/apply.ts'
import { findContract } from './contracts.ts'

const { royaltyDraws, royaltyForecasts } = schema
const decides = { stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' } as const
const dayInput = z.string().refine(isDay)

/** Draws on one contract wait for each other, so that both together are not above the forecast. */
export const lockFunds = (tx: DbOrTransaction, lineId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`advance ${lineId}`}, 0))`)

/** What the newest forecast of a contract lets be drawn early, and how that stands; null while none is stated. */
export async function fundsOf(db: DbOrTransaction, lineId: string) {
  const [forecast] = await forecastRows(db, [lineId])
  if (!forecast) return null
  const days = { from: forecast.fromDay, to: forecast.toDay }
  const funds: EarlyFunds = {
    forecast: forecast.amount,
    booked: await earnedBetween(db, lineId, days),
    advanced: await notRecouped(db, lineId),
    credit: await creditOpen(db, lineId),
  }
  return {
    ...funds,
    left: fundsLeft(funds),
    fromDay: days.from,
    toDay: days.to,
    statedAt: forecast.createdAt,
  }
}

/** What was paid ahead, or may still be, less what shares have paid back. */
async function notRecouped(db: DbOrTransaction, lineId: string): Promise<bigint> {
  const given = await givenOrOpen(db, lineId)
  const recouped = (await royaltyBooks(db, [lineId])).get(lineId)?.recouped ?? 0n
  return given > recouped ? given - recouped : 0n
}

/** What was advanced or may still be: acts that were taken back, ran out or were refused do not count. */
export async function givenOrOpen(db: DbOrTransaction, lineId: string): Promise<bigint> {
  const rows = await advanceRows(db, [lineId])
  const counts = rows.filter(
    ({ act, height }) => height !== null || ['open', 'complete', 'submitted', 'final'].includes(act.status),
  )
  return counts.reduce((sum, row) => sum + row.advance.amount, 0n)
}

/** Credit that was asked for and may be given, and of what was given as much as its accounts still owe. */
async function creditOpen(db: DbOrTransaction, lineId: string): Promise<bigint> {
  const rows = (await drawRows(db, [lineId])).map(({ application }) => application)
  const sum = (of: typeof rows) => of.reduce((all, { amount }) => all + amount, 0n)
  const asked = sum(rows.filter(({ step }) => step === 'applied' || step === 'approving'))
  const given = rows.filter(({ step }) => step === 'given')
  const owed = await Promise.all(
    [...new Set(given.map(({ debtKeyHash }) => debtKeyHash))].map(async (account) => {
      const debts = await debtsOf(db, account)
      const owes = debts.reduce((all, { amount }) => all + amount, 0n)
      const drawn = sum(given.filter(({ debtKeyHash }) => debtKeyHash === account))
      return lesser(owes, drawn)
    }),
  )
  return asked + owed.reduce((all, one) => all + one, 0n)
}

/** States what the own studio expects its shares of sales in these days to come to. Refuses `not-found`, `contract-closed`, `terms-days`. */
export const forecastRoute = allowed('studio.contract', decides)
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, contractId: idInput, amount: amountInput },
      ...{ fromDay: dayInput, toDay: dayInput },
    }),
  )
  .mutation(({ ctx, input: { commandKey: id, contractId, amount, fromDay, toDay } }) =>
    ctx.db.transaction(async (tx) => {
      const lineId = await ownLine(tx, ctx, contractId)
      if (dayNumber(toDay) < dayNumber(fromDay)) throw refusalToError({ code: 'terms-days' })
      const made = { createdBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) }
      await tx
        .insert(royaltyForecasts)
        .values({ id, lineId, amount, fromDay, toDay, ...made })
        .onConflictDoNothing()
      await auditIn(tx, ctx, { subject: contractId })
      return {}
    }),
  )

/** The contract, through its versions, in which the own organisation is the studio and which is agreed. */
async function ownLine(tx: DbOrTransaction, ctx: MemberContext, contractId: string): Promise<string> {
  const { contract } = await findContract(tx, ctx, contractId)
  const parties = await partyRows(tx, [contractId])
  const isStudio = parties.some(
    ({ party }) => party.part === 'studio' && party.organisationId === ctx.user.organisationId,
  )
  if (!isStudio || contract.step !== 'agreed') throw refusalToError({ code: 'contract-closed' })
  return contract.lineId
}

/**
 * Draws on the forecast: asks the credit authority for credit of the studio's own account, never above what the forecast leaves.
 * Refuses `not-found`, `contract-closed`, `forecast-missing`, `forecast-over` with what is left, and what an application is refused for.
 */
export const drawRoute = allowed('studio.contract', decides)
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, contractId: idInput, amount: amountInput, accountId: hexInput(20) },
      ...{ purpose: lineInput(200), guarantee: lineInput(200) },
      termBlocks: z
        .int()
        .min(1)
        .max(2 ** 31 - 1),
      lots: z.int().min(1).max(1000),
    }),
  )
  .mutation(({ ctx, input: { contractId, ...asked } }) =>
    ctx.db.transaction(async (tx) => {
      const lineId = await ownLine(tx, ctx, contractId)
      await lockFunds(tx, lineId)
      const known = (await drawRows(tx, [lineId])).find(
        ({ application }) => application.commandKey === asked.commandKey,
      )
      if (known) return { applicationId: known.application.id }
      await mustBeForecast(tx, lineId, asked.amount)
      const { applicationId } = await applyFor(tx, ctx, asked)
      const createdAt = new Date(ctx.clock.nowMs())
      await tx.insert(royaltyDraws).values({ applicationId, lineId, createdAt }).onConflictDoNothing()
      await auditIn(tx, ctx, { subject: contractId })
      return { applicationId }
    }),
  )

async function mustBeForecast(tx: DbOrTransaction, lineId: string, amount: bigint): Promise<void> {
  const funds = await fundsOf(tx, lineId)
  if (!funds) throw refusalToError({ code: 'forecast-missing' })
  if (amount > funds.left)
    throw refusalToError({ code: 'forecast-over', facts: { left: funds.left, field: 'amount' } })
}
