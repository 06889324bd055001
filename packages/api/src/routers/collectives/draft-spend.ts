import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { findCursor, outpointsOf, outputAtOf, schema, type UnspentOutput, unspentByKeyHash } from '@vc/db'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  collectiveScript,
  DEBT,
  DEBT_LAYER,
  encodeTransaction,
  type Layer,
  lockValue,
  type OutputAt,
  openByVote,
  outputsOf,
  type Payment,
  pay,
  repay,
  selectValue,
  type Transaction,
  txidOf,
  VALUE,
} from '@vc/ledger'
import { and, eq, gt, or } from 'drizzle-orm'
import { writeOutput } from '../../acts/stored-act.ts'
import type { DbOrTransaction } from '../../context.ts'
import { mustBeOnTime } from '../../people/own-accounts.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { isIn, payingAbove, payingFor } from '../credit/paying-for.ts'
import { accountOfCollective, type CollectiveRow, versionInForce } from './find.ts'
import { MOST_SIGNATURES } from './paper.ts'

const { collectiveProposals } = schema
/** So many signatures does a vote have; more coins than that are first gathered by a payment to itself. */
const MOST_COINS = 16

/** A collective and its descriptor in force. */
type Spender = { readonly collective: CollectiveRow; readonly descriptor: Uint8Array }

/** The descriptor by which a collective votes now. Refuses `collective-not-ready`. */
export async function mustBeInForce(tx: DbOrTransaction, { ledgerId }: CollectiveRow) {
  const version = await versionInForce(tx, ledgerId)
  if (!version || version.kind === 0) throw refusalToError({ code: 'collective-not-ready' })
  return version
}

/**
 * The transaction by which a collective makes payments, of value that no other open vote and nothing under way draws on.
 * Refuses `collective-short`, `coins-too-many`, and `debtor-late`: who owes overdue debt spends only to repay it.
 */
export async function draftSpend(tx: DbOrTransaction, from: Spender, payments: readonly Payment[]) {
  await mustBeOnTime(tx, [accountOfCollective(from.collective)])
  const need = payments.reduce((sum, { amount }) => sum + amount, LEDGER_FEE)
  const values = await coinsFor(tx, from, need)
  const transaction = pay({ values, payments, fee: LEDGER_FEE, changeTo: scriptOf(from) })
  return drafted(transaction, values)
}

/**
 * The same of value that is locked, as a repayment has left it over: it stays locked with whoever gets it, and clears debt there
 * (ledger.md 3, 6; docs/adr/0059).
 */
export async function draftLockedSpend(tx: DbOrTransaction, from: Spender, { to, amount }: Payment) {
  await mustBeOnTime(tx, [accountOfCollective(from.collective)])
  const values = chosenOf((await freeLocked(tx, from)).map(outputAtOf), amount + LEDGER_FEE)
  const terms = { values, amount, fee: LEDGER_FEE, owner: to, lockChangeTo: scriptOf(from) }
  return drafted(lockValue(terms), values)
}

/**
 * The transaction by which a collective clears lots that it owes itself, by its members' vote over each of them and over the value.
 * Restructured lots lie in the debt layer and are cleared there: `locks` is what of the coins is left over and stays locked. Refuses
 * what `draftSpend` refuses, `debtor-late` where another lot is overdue and none of these is, and `debt-under-way` for lots that
 * something draws on already.
 */
export async function draftRepayment(tx: DbOrTransaction, from: Spender, lots: readonly UnspentOutput[]) {
  const free = await freeLots(tx, from)
  const isFree = ({ txid, index }: UnspentOutput) =>
    free.some((one) => one.txid === txid && one.index === index)
  if (!lots.every(isFree)) throw refusalToError({ code: 'debt-under-way' })
  const debts = lots.map(outputAtOf)
  const { layer, values, locks } = await valuesFor(tx, from, debts)
  // What an overdue debtor spends is held back in circulation alone (consensus.md 15).
  if (layer === CIRCULATION) await mustClearLate(tx, from, lots)
  const order = { debts, values, fee: LEDGER_FEE, changeTo: scriptOf(from), layer }
  const paid = repay({ ...order, lockChange: layer === DEBT_LAYER })
  const byVote = debts.map((_, at) => values.length + at)
  return { ...drafted(openByVote(paid, byVote), [...values, ...debts]), locks }
}

/** Who is late with other lots repays those first. Refuses `debtor-late`. */
async function mustClearLate(tx: DbOrTransaction, { collective }: Spender, lots: readonly UnspentOutput[]) {
  const { height } = must(await findCursor(tx), 'a collective is on a chain that is followed')
  const isLate = lots.some(({ expiryHeight }) => expiryHeight !== null && expiryHeight <= height + 1)
  if (!isLate) await mustBeOnTime(tx, [accountOfCollective(collective)])
}

/**
 * The collective's value that pays for lots and the fee, the layer where it does, and what of its coins would be left over and stay
 * locked: nothing, if a coin had `exact` so much. Refuses `collective-short`, `coins-too-many`.
 */
export async function valuesFor(tx: DbOrTransaction, from: Spender, debts: readonly OutputAt[]) {
  const need = sumOf(debts) + LEDGER_FEE
  const locked = (await freeLocked(tx, from)).map(outputAtOf)
  const coins = (await freeCoins(tx, from)).map(outputAtOf)
  const paying = purseFor(debts, [...coins, ...locked], need)
  if (!paying.ok) throw refusalToError({ code: 'collective-short', facts: paying.refusal.facts })
  const { layer, chosen: values } = paying.value
  if (values.length > MOST_COINS)
    throw refusalToError({ code: 'coins-too-many', facts: { most: MOST_COINS } })
  if (values.length + debts.length > MOST_SIGNATURES)
    throw refusalToError({ code: 'coins-too-many', facts: { most: MOST_SIGNATURES } })
  return { layer, values, locks: locksOf(paying.value, need), exact: need - sumOf(locked) }
}

/**
 * What is locked already pays lots of circulation too where nothing more is locked by it, or where the coins alone do not pay: so it
 * is spent, and does not lie for ever (docs/adr/0059).
 */
function purseFor(debts: readonly OutputAt[], values: readonly OutputAt[], need: bigint) {
  const usual = payingFor(debts, values, need)
  if (debts.some(isIn(DEBT_LAYER)) || !values.some(isIn(DEBT_LAYER))) return usual
  const above = payingAbove(values, need)
  const isBetter = above.ok && (!usual.ok || locksOf(above.value, need) === 0n)
  return isBetter ? above : usual
}

type Paying = { readonly layer: Layer; readonly chosen: readonly OutputAt[] }
/** What of coins is left over by a repayment in the debt layer, and stays there. */
const locksOf = ({ layer, chosen }: Paying, need: bigint) =>
  layer === DEBT_LAYER && chosen.some(isIn(CIRCULATION)) ? sumOf(chosen) - need : 0n

const sumOf = (list: readonly OutputAt[]) => list.reduce((sum, { output }) => sum + output.amount, 0n)

const scriptOf = ({ collective }: Spender) => collectiveScript(fromHex(collective.ledgerId))

/** Free coins of a collective that hold so much. */
const coinsFor = async (tx: DbOrTransaction, from: Spender, need: bigint) =>
  chosenOf((await freeCoins(tx, from)).map(outputAtOf), need)

/** So many of these values as hold so much. Refuses `collective-short`, `coins-too-many`. */
function chosenOf(values: readonly OutputAt[], need: bigint): readonly OutputAt[] {
  const selected = selectValue(values, need)
  if (!selected.ok) throw refusalToError({ code: 'collective-short', facts: selected.refusal.facts })
  if (selected.value.length > MOST_COINS)
    throw refusalToError({ code: 'coins-too-many', facts: { most: MOST_COINS } })
  return selected.value
}

const drafted = (transaction: Transaction, named: readonly OutputAt[]) => ({
  transaction: toHex(encodeTransaction(transaction)),
  txid: toHex(txidOf(transaction)),
  named: outputsOf(named).map(writeOutput),
  outpoints: outpointsOf([transaction]),
})

/** Value in circulation that neither an open vote nor anything under way draws on. */
export const freeCoins = (tx: DbOrTransaction, from: Spender) =>
  freeOf(tx, from, { element: VALUE, layer: CIRCULATION })

/** The same of value that is locked: it clears lots, and is handed on as what it is. */
export const freeLocked = (tx: DbOrTransaction, from: Spender) =>
  freeOf(tx, from, { element: VALUE, layer: DEBT_LAYER })

/** The same of the lots that it owes, in whichever layer. */
export const freeLots = (tx: DbOrTransaction, from: Spender) => freeOf(tx, from, { element: DEBT })

async function freeOf(
  tx: DbOrTransaction,
  { collective, descriptor }: Spender,
  wanted: { readonly element: typeof VALUE | typeof DEBT; readonly layer?: Layer },
): Promise<readonly UnspentOutput[]> {
  const filter = { ...wanted, free: true }
  const coins = await unspentByKeyHash(tx, accountOfCollective(collective), filter)
  const height = (await findCursor(tx))?.height ?? 0
  const { collectiveId, outpoints, step, closesAt, kind } = collectiveProposals
  const inForce = eq(collectiveProposals.descriptor, descriptor)
  const isOpen = and(eq(step, 'open'), gt(closesAt, height))
  // Voted on, and not signed by the authority yet.
  const isWaiting = and(eq(step, 'joined'), eq(kind, 'credit'))
  const open = await tx
    .select({ outpoints })
    .from(collectiveProposals)
    .where(and(eq(collectiveId, collective.id), inForce, or(isOpen, isWaiting)))
  const taken = new Set(open.flatMap((row) => row.outpoints))
  return coins.filter(({ txid, index }) => !taken.has(`${txid}:${index}`))
}
