import { type BallotMember, decodeBallotDescriptor, fromHex, hash160, joinBallots, toHex } from '@vc/crypto'
import {
  accumulatedList,
  type DbTransaction,
  type KeptMember,
  newestRecords,
  queueSubmission,
  schema,
} from '@vc/db'
import { joinVotes, registerCollective } from '@vc/jobs'
import { must } from '@vc/kernel'
import { collectiveRecord, collectiveScript, encodeTransaction, keyHashScript } from '@vc/ledger'
import { isKeptVote, votesOver } from '@vc/settlement'
import { asc, eq, sql } from 'drizzle-orm'
import { schnorrKey } from '../admission-keys.ts'
import { networkOf } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'
import { joinAnswers, joinedOf, type Proposal, type Vote } from './collective-paper.ts'
import { missingParts, payForRecords, queueRecords } from './collective-records.ts'

const { collectiveMembers, collectiveProposals, collectives, collectiveVotes } = schema

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
    // Only a list of VCB1 is on the ledger.
    const isListed = decodeBallotDescriptor(asked.descriptor) !== undefined
    const parts = isListed ? await missingParts(tx, await membersOf(tx, collectiveId), guard) : []
    const signed = await payForRecords(tx, { operatingKey: key, pairs: [...parts, record] })
    await queueRecords(tx, signed, { kind: 'collective', id: collectiveId })
    await tx.update(collectives).set({ step: 'sent', reason: null, updatedAt: sql`now()` }).where(own)
  },
)

/** The members that a collective was brought with, in their order. */
export async function membersOf(tx: DbTransaction, collectiveId: string): Promise<readonly BallotMember[]> {
  const rows = await tx
    .select()
    .from(collectiveMembers)
    .where(eq(collectiveMembers.collectiveId, collectiveId))
    .orderBy(asc(collectiveMembers.position))
  return rows.map(readMember)
}

/** A member as it stands in a list that the portal keeps. */
export const readMember = ({
  key,
  weight,
  owner,
  possession,
}: Omit<KeptMember, 'position'>): BallotMember => ({
  ...{ key: fromHex(key), weight: Number(weight), owner: fromHex(owner), possession },
})

/**
 * Joins the votes of a proposal, as soon as they reach the threshold (of VCC1: as soon as every voter who was asked has
 * answered), into one witness for each voted input, and hands the transaction in. Any member can do the same; whoever is
 * first has done it. What others sign besides is kept for them, and what members sign beforehand for who clears or restructures
 * lots (docs/adr/0039, 0050).
 */
export const joinVotesHandler = domainHandler(joinVotes, async ({ proposalId }, tx) => {
  const own = eq(collectiveProposals.id, proposalId)
  const [proposal] = await tx.select().from(collectiveProposals).where(own).for('update')
  if (proposal?.step !== 'open') return
  const votes = await tx.select().from(collectiveVotes).where(eq(collectiveVotes.proposalId, proposalId))
  const witnesses = await witnessesOf(tx, proposal, votes)
  if (!witnesses) return
  const { transaction, releases } = joinedOf(proposal, witnesses)
  const over = votesOver(proposal.kind)
  if (over === 'inputs')
    await queueSubmission(tx, {
      ...{ transactions: [transaction], subject: { kind: 'collective-proposal', id: proposalId } },
    })
  const joined = { transaction: toHex(encodeTransaction(transaction)), releases: releases.map(toHex) }
  const kept = over === 'inputs' ? {} : { joined }
  const step = isKeptVote(proposal.kind)
    ? ({ step: 'moved', finality: 'final' } as const)
    : ({ step: 'joined' } as const)
  await tx
    .update(collectiveProposals)
    .set({ ...kept, ...step, updatedAt: sql`now()` })
    .where(own)
})

async function witnessesOf(tx: DbTransaction, proposal: Proposal, votes: readonly Vote[]) {
  const ballot = decodeBallotDescriptor(proposal.descriptor)
  if (ballot) return joinedBallots(proposal, votes, ballot.threshold)
  const list = (await accumulatedList(tx, proposal.descriptor)).map(readMember)
  return joinAnswers(proposal, votes, list, await networkOf(tx))
}

/** The witnesses that votes of VCB1 make, in their order; undefined while they miss the threshold. */
function joinedBallots(
  { descriptor }: Proposal,
  votes: readonly Vote[],
  threshold: number,
): readonly Uint8Array[] | undefined {
  const weight = votes.reduce((sum, vote) => sum + vote.weight, 0n)
  if (weight < BigInt(threshold)) return undefined
  return (votes[0]?.signatures ?? []).map((_, at) => {
    const ballots = votes.map(({ position, signatures }) => ({
      member: position,
      signature: fromHex(signatures[at] ?? ''),
    }))
    return must(joinBallots(descriptor, ballots), 'votes were checked one by one')
  })
}
