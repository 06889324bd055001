import { fromHex, toHex } from '@vc/crypto'
import { type owedLotsOf, schema } from '@vc/db'
import {
  collectiveLots,
  collectiveScript,
  type OutputAt,
  outputKey,
  putRelease,
  type Transaction,
} from '@vc/ledger'
import { and, eq, isNotNull } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type CollectiveRow, versionInForce } from '../collectives/find.ts'
import { readTransaction } from '../collectives/paper.ts'

const { collectiveProposals } = schema

/** Who owes for an order and gets what is left of a delivery, and how the lots that one clears are opened. */
export type OrderDebt = {
  readonly changeTo: Uint8Array
  readonly lots: Awaited<ReturnType<typeof owedLotsOf>>
  /** Accounts that sign the delivery for its lots. */
  readonly signers: readonly string[]
  /** Puts into inputs 1 and on what the lots want beside signatures of the delivery. */
  readonly open: (paid: Transaction, debts: readonly OutputAt[]) => Transaction
}

/**
 * What a collective owes for an order: its lots are opened by the members' release, and what is left of a delivery is the
 * collective's. Refuses `release-overtaken` when the members who released them are not those in force.
 */
export async function votedDebt(
  tx: DbOrTransaction,
  collective: CollectiveRow,
  txid: string,
  lots: OrderDebt['lots'],
): Promise<OrderDebt> {
  const releases = await releasesOf(tx, collective, txid)
  const openOne = (paid: Transaction, { outpoint }: OutputAt, at: number): Transaction => {
    const release = releases.get(outputKey(outpoint))
    if (!release) throw refusalToError({ code: 'release-overtaken' })
    return putRelease(paid, at + 1, release)
  }
  const changeTo = collectiveScript(fromHex(collective.ledgerId))
  return { changeTo, lots, signers: [], open: (paid, debts) => debts.reduce(openOne, paid) }
}

/** The releases of a credit's lots that hold under the descriptor in force, by outpoint. */
async function releasesOf(tx: DbOrTransaction, { ledgerId }: CollectiveRow, txid: string) {
  const version = await versionInForce(tx, ledgerId)
  const voted = and(eq(collectiveProposals.txid, txid), isNotNull(collectiveProposals.joined))
  const rows = await tx.select().from(collectiveProposals).where(voted)
  const inForce = rows.find(({ descriptor }) => version && toHex(descriptor) === toHex(version.descriptor))
  const releases = inForce?.joined?.releases ?? []
  const lots = inForce ? collectiveLots(readTransaction(inForce.transaction)) : []
  return new Map(lots.map(({ outpoint }, at) => [outputKey(outpoint), fromHex(releases[at] ?? '')]))
}
