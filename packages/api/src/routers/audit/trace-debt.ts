import {
  debtsToTrace,
  findTransaction,
  type NamedOutputRow,
  type OutputRow,
  outputsAt,
  ownersOf,
} from '@vc/db'
import { CREDIT, DEBT, type Element, isHandedOn, MANAGEMENT } from '@vc/ledger'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { shownOutput } from '../explorer/show.ts'
import { type Found, inLedgerOrder, keyHashesOf, shownStep } from './shown-step.ts'

const MOST_STEPS = 200

/** The unpaid debts, the largest first. */
export const debtsRoute = allowed('audit.trace', reads).query(async ({ ctx }) => {
  const debts = await debtsToTrace(ctx.db, 500)
  const keys = debts.flatMap(({ keyHash }) => (keyHash === null ? [] : [keyHash]))
  return { debts: debts.map(shownOutput), owners: await ownersOf(ctx.db, [...new Set(keys)]) }
})

/** What a transaction did to the debt that is traced. */
export type TraceRole = 'granted' | 'authorised' | 'moved' | 'cleared'
type Step = { readonly role: TraceRole; readonly found: Found }

/**
 * A debt from beginning to end: the management credit and the grant of it, the authorisation that gave the debt with
 * the lots beside it, every transaction that moved it, and the repayment that cleared it.
 */
export const traceDebtRoute = allowed('audit.trace', reads)
  .input(z.strictObject({ txid: hexInput(32), index: z.int().min(0).max(65_535) }))
  .query(async ({ ctx, input }) => {
    const [debt] = await outputsAt(ctx.db, [input])
    if (debt === undefined || debt.element !== DEBT) throw refusalToError({ code: 'not-found' })
    const steps = inLedgerOrder([...(await backFrom(ctx, debt)), ...(await onwardFrom(ctx, debt))])
    return {
      debt: shownOutput(debt),
      steps: steps.map(({ role, found }) => shownStep(role, found)),
      owners: await ownersOf(ctx.db, keyHashesOf(steps)),
    }
  })

/** Management credit, or what of it was handed on under terms (docs/adr/0049). */
const drawsOn = ({ reads: only, element, layer, script }: NamedOutputRow) =>
  only ? element === CREDIT && layer === MANAGEMENT : isHandedOn({ element: element as Element, script })
const spendsDebt = ({ reads: only, element }: NamedOutputRow) => !only && element === DEBT

/** Back over the debts it came from to the authorisation, and from that to the grant of the credit that it read. */
async function backFrom({ db }: Context, debt: OutputRow): Promise<Step[]> {
  const steps: Step[] = []
  const queue: { txid: string; grant: boolean }[] = [{ txid: debt.txid, grant: false }]
  const seen = new Set<string>()
  for (let next = queue.shift(); next && steps.length < MOST_STEPS; next = queue.shift()) {
    if (seen.has(next.txid)) continue
    seen.add(next.txid)
    const found = await findTransaction(db, next.txid)
    if (found === undefined) continue
    const credit = found.named.filter(drawsOn)
    const before = next.grant ? [] : found.named.filter(spendsDebt)
    const role = next.grant ? 'granted' : credit.length > 0 && before.length === 0 ? 'authorised' : 'moved'
    steps.push({ role, found })
    queue.push(...before.map(({ txid }) => ({ txid, grant: false })))
    queue.push(...credit.map(({ txid }) => ({ txid, grant: true })))
  }
  return steps
}

/** Forward over whatever spent the debt, and the debts that this wrote in its place. */
async function onwardFrom({ db }: Context, debt: OutputRow): Promise<Step[]> {
  const steps: Step[] = []
  const queue: OutputRow[] = [debt]
  const seen = new Set<string>()
  for (let next = queue.shift(); next && steps.length < MOST_STEPS; next = queue.shift()) {
    const { spentBy } = next
    if (spentBy === null || seen.has(spentBy)) continue
    seen.add(spentBy)
    const found = await findTransaction(db, spentBy)
    if (found === undefined) continue
    const after = found.written.filter(({ element }) => element === DEBT)
    steps.push({ role: after.length === 0 ? 'cleared' : 'moved', found })
    queue.push(...after)
  }
  return steps
}
