import { type BallotMember, decodeBallotDescriptor, fromHex, hash160, toHex } from '@vc/crypto'
import { type DbTransaction, newestRecords, queueSubmission, schema } from '@vc/db'
import { joinVotes, registerCollective } from '@vc/jobs'
import { must } from '@vc/kernel'
import {
  collectiveRecord,
  collectiveScript,
  decodeTransaction,
  keyHashScript,
  putVotes,
  votedInputs,
} from '@vc/ledger'
import { asc, eq, sql } from 'drizzle-orm'
import { schnorrKey } from '../admission-keys.ts'
import { domainHandler } from '../run-promised.ts'
import { missingParts, payForRecords, queueRecords } from './collective-records.ts'

const { collectiveMembers, collectiveProposals, collectives, collectiveVotes } = schema
const MOST_BYTES = 100_000

/**
 * Puts a collective on the ledger: the operating key pays the commitments, then come as one bundle the parts of its list
 * that are not there yet and the record that votes alone can change (collective.md, docs/adr/0005).
 */
export const registerCollectiveHandler = domainHandler(
  registerCollective,
  async ({ collectiveId }, tx, { operatingKey }) => {
    const own = eq(collectives.id, collectiveId)
    const [asked] = await tx.select().from(collectives).where(own).for('update')
    if (asked?.step !== 'queued') return
    const write = collectiveRecord(asked.descriptor)
    if ((await newestRecords(tx, write.table, toHex(write.key))).length > 0) {
      await tx.update(collectives).set({ step: 'refused', reason: 'collective-known' }).where(own)
      return
    }
    const key = schnorrKey(operatingKey)
    const guard = keyHashScript(hash160(key.publicKey))
    const record = { ...write, guard, keeper: collectiveScript(write.key) }
    const parts = await missingParts(tx, await membersOf(tx, collectiveId), guard)
    const signed = await payForRecords(tx, { operatingKey: key, pairs: [...parts, record] })
    await queueRecords(tx, signed, { kind: 'collective', id: collectiveId })
    await tx.update(collectives).set({ step: 'sent', reason: null, updatedAt: sql`now()` }).where(own)
  },
)

async function membersOf(tx: DbTransaction, collectiveId: string): Promise<readonly BallotMember[]> {
  const rows = await tx
    .select()
    .from(collectiveMembers)
    .where(eq(collectiveMembers.collectiveId, collectiveId))
    .orderBy(asc(collectiveMembers.position))
  return rows.map(({ key, weight, owner, possession }) => ({
    key: fromHex(key),
    weight: Number(weight),
    owner: fromHex(owner),
    possession,
  }))
}

/**
 * Joins the votes of a proposal, as soon as they reach the threshold, into one witness for each input, and hands the
 * transaction in. Any member can do the same; whoever is first has done it.
 */
export const joinVotesHandler = domainHandler(joinVotes, async ({ proposalId }, tx) => {
  const own = eq(collectiveProposals.id, proposalId)
  const [proposal] = await tx.select().from(collectiveProposals).where(own).for('update')
  if (proposal?.step !== 'open') return
  const votes = await tx.select().from(collectiveVotes).where(eq(collectiveVotes.proposalId, proposalId))
  const weight = votes.reduce((sum, vote) => sum + vote.weight, 0n)
  const { threshold } = must(decodeBallotDescriptor(proposal.descriptor), 'a proposal is voted on by VCB1')
  if (weight < BigInt(threshold)) return
  const read = decodeTransaction(fromHex(proposal.transaction), MOST_BYTES)
  const ballots = votes.map(({ position, signatures }) => ({
    member: position,
    signatures: signatures.map(fromHex),
  }))
  const drafted = must(read.ok ? read.value : undefined, 'a stored proposal is a transaction')
  const voted = votedInputs(proposal.named.map(({ script }) => ({ script: fromHex(script) })))
  const joined = putVotes(drafted, proposal.descriptor, ballots, voted)
  const witnessed = must(joined, 'votes were checked one by one')
  await queueSubmission(tx, {
    transactions: [witnessed],
    subject: { kind: 'collective-proposal', id: proposalId },
  })
  await tx.update(collectiveProposals).set({ step: 'joined', updatedAt: sql`now()` }).where(own)
})
