import type { GuaranteeConsent } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { across, balances, schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { DEBT, VALUE } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'
import { accountOfCollective, type CollectiveRow, seatsOf, versionInForce } from '../collectives/find.ts'
import { nowOf, stageOf } from '../collectives/stage-of.ts'

const { collectiveProposals, collectives } = schema

/**
 * A collective's standing: what it holds and owes, and what the applicant's accounts have to say in it. Undefined where none is in
 * force.
 */
export async function findStanding(db: DbOrTransaction, ownerId: string, ledgerId: string) {
  const [row] = await db.select().from(collectives).where(eq(collectives.ledgerId, ledgerId))
  const version = await versionInForce(db, ledgerId)
  if (!row || !version || version.kind === 0) return undefined
  const own = await accountsOf(db, ownerId)
  const seats = await seatsOf(db, ledgerId, version.descriptor)
  const mine = seats.filter(({ owner }) => own.includes(owner))
  const weight = mine.reduce((sum, seat) => sum + seat.weight, 0n)
  const { held, owed } = await booksOf(db, row)
  const collective = { held, owed, members: version.members ?? seats.length }
  return {
    ...{ isThere: true, isOwn: mine.length > 0, worth: null, free: held - owed },
    isOneself: weight >= version.threshold,
    known: { name: row.name, count: BigInt(seats.length), txid: version.txid, collective },
  }
}

/** A collective that is named as a guarantee, the vote that was asked for about it, and until when it would answer. */
type Answer = {
  readonly reference: string
  readonly proposalId?: string | null
  readonly until?: number | null
}

/** Whether members have voted, in a final block, to answer for a debt until a height. */
export async function consentTo(
  db: DbOrTransaction,
  { proposalId, until, reference }: Answer,
  dueBy: number,
): Promise<GuaranteeConsent> {
  if (!proposalId) return 'not-asked'
  const [row] = await db.select().from(collectiveProposals).where(eq(collectiveProposals.id, proposalId))
  const stage = stageOf(
    must(row, 'a guarantee names a vote that is there'),
    await nowOf(db, { ledgerId: reference }),
  )
  if (stage === 'final') return (until ?? 0) > dueBy ? 'given' : 'ends-early'
  return stage === 'open' || stage === 'joined' || stage === 'in-block' ? 'voting' : 'not-asked'
}

/** What a collective holds and what it owes. */
export async function booksOf(db: DbOrTransaction, row: CollectiveRow) {
  const found = await balances(db, [accountOfCollective(row)])
  const sumOf = (wanted: number) =>
    found.reduce((sum, { element, amount }) => (element === wanted ? sum + amount : sum), 0n)
  return { held: sumOf(VALUE), owed: sumOf(DEBT) }
}

/** Key hashes of all accounts of an organisation, in hex. */
async function accountsOf(db: DbOrTransaction, organisationId: string): Promise<readonly string[]> {
  const rows = await across(db, async (all) =>
    all
      .selectDistinct({ hash: sealedSeeds.debtKeyHash })
      .from(sealedSeeds)
      .where(eq(sealedSeeds.organisationId, organisationId)),
  )
  return rows.map(({ hash }) => toHex(hash))
}
