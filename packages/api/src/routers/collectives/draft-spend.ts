import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { findCursor, outpointsOf, outputAtOf, schema, unspentByKeyHash } from '@vc/db'
import {
  CIRCULATION,
  collectiveScript,
  encodeTransaction,
  outputsOf,
  type Payment,
  pay,
  selectValue,
  txidOf,
  VALUE,
} from '@vc/ledger'
import { and, eq, gt, or } from 'drizzle-orm'
import { writeOutput } from '../../acts/stored-act.ts'
import type { DbOrTransaction } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { accountOfCollective, type CollectiveRow, versionInForce } from './find.ts'

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
 * Refuses `collective-short`, `coins-too-many`.
 */
export async function draftSpend(tx: DbOrTransaction, from: Spender, payments: readonly Payment[]) {
  const need = payments.reduce((sum, { amount }) => sum + amount, LEDGER_FEE)
  const selected = selectValue((await freeCoins(tx, from)).map(outputAtOf), need)
  if (!selected.ok) throw refusalToError({ code: 'collective-short', facts: selected.refusal.facts })
  const values = selected.value
  if (values.length > MOST_COINS)
    throw refusalToError({ code: 'coins-too-many', facts: { most: MOST_COINS } })
  const changeTo = collectiveScript(fromHex(from.collective.ledgerId))
  const transaction = pay({ values, payments, fee: LEDGER_FEE, changeTo })
  return {
    transaction: toHex(encodeTransaction(transaction)),
    txid: toHex(txidOf(transaction)),
    named: outputsOf(values).map(writeOutput),
    outpoints: outpointsOf([transaction]),
  }
}

/** Value in circulation that neither an open vote nor anything under way draws on. */
export async function freeCoins(tx: DbOrTransaction, { collective, descriptor }: Spender) {
  const filter = { element: VALUE, layer: CIRCULATION, free: true } as const
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
