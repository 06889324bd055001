import { writeOutput } from '@vc/api'
import {
  type BallotMember,
  ballotDescriptor,
  decodeBallotDescriptor,
  decodeDescriptor,
  equalBytes,
  fromHex,
  hash160,
  listAfter,
  listDescriptor,
  toHex,
} from '@vc/crypto'
import { nodeArithmetic } from '@vc/crypto/node-collective'
import { accumulatedList, type DbTransaction, newestRecords, outpointsOf, schema } from '@vc/db'
import { prepareChange } from '@vc/jobs'
import { assert, must } from '@vc/kernel'
import {
  collectiveScript,
  encodeTransaction,
  keyHashScript,
  MANAGEMENT,
  type OutputAt,
  RECORD,
  txidOf,
  VALUE,
  writeRecord,
} from '@vc/ledger'
import { asc, eq, sql } from 'drizzle-orm'
import { type PairWrite, signInputsWith } from '../admission-bundle.ts'
import { schnorrKey } from '../admission-keys.ts'
import { networkOf } from '../operating-record.ts'
import { listedMembers } from '../project-collectives.ts'
import { domainHandler } from '../run-promised.ts'
import { missingParts, payForRecords, queueRecords } from './collective-records.ts'
import { readMember } from './collectives.ts'

const { collectiveChanges, collectiveProposals, collectives } = schema
type Proposal = typeof collectiveProposals.$inferSelect
type Key = ReturnType<typeof schnorrKey>

/**
 * Prepares a change of members (collective.md, docs/adr/0019): the operating key pays for the parts of the new list that
 * are not on the ledger and for the commitment to the new descriptor, and signs that commitment; what is left to give is
 * the vote of the members in force. The vote opens when the list is in a block.
 */
export const prepareChangeHandler = domainHandler(
  prepareChange,
  async ({ proposalId }, tx, { operatingKey }) => {
    const own = eq(collectiveProposals.id, proposalId)
    const [row] = await tx
      .select({ proposal: collectiveProposals, ledgerId: collectives.ledgerId })
      .from(collectiveProposals)
      .innerJoin(collectives, eq(collectives.id, collectiveProposals.collectiveId))
      .where(own)
      .for('update', { of: collectiveProposals })
    if (row?.proposal.step !== 'preparing' || row.proposal.transaction !== '') return
    const { proposal, ledgerId } = row
    const holder = await holderOf(tx, proposal, fromHex(ledgerId))
    if (!holder) {
      await tx.update(collectiveProposals).set({ step: 'refused', reason: 'vote-overtaken' }).where(own)
      return
    }
    const drafted = await draftChange(tx, proposal, { holder, key: schnorrKey(operatingKey), ledgerId })
    await tx
      .update(collectiveProposals)
      .set({ ...drafted, updatedAt: sql`now()` })
      .where(own)
  },
)

/** The output that a vote of the members in force spends to write the record anew; undefined when they changed since. */
async function holderOf(
  tx: DbTransaction,
  { descriptor }: Proposal,
  id: Uint8Array,
): Promise<OutputAt | undefined> {
  const [record] = await newestRecords(tx, 'collective', toHex(id))
  if (!record || !equalBytes(record.value, descriptor)) return undefined
  const output = { element: VALUE, amount: 0n, script: collectiveScript(id) } as const
  return {
    outpoint: { txid: fromHex(record.txid), index: 0 },
    output: { ...output, layer: MANAGEMENT, kind: RECORD, height: record.height },
  }
}

async function draftChange(
  tx: DbTransaction,
  proposal: Proposal,
  { holder, key, ledgerId }: { readonly holder: OutputAt; readonly key: Key; readonly ledgerId: string },
) {
  const guard = keyHashScript(hash160(key.publicKey))
  const id = fromHex(ledgerId)
  const value = must(proposal.nextDescriptor ?? undefined, 'a change writes a descriptor')
  const later: PairWrite = { table: 'collective', key: id, value, guard, keeper: collectiveScript(id) }
  const pairs = await listParts(tx, proposal, guard)
  const signed = await payForRecords(tx, { operatingKey: key, pairs, later })
  await queueRecords(tx, signed, { kind: 'collective-list', id: proposal.id })
  const commitment = must(signed.commitment, 'the change is committed to')
  const draft = writeRecord({ ...later, commitment, holder, holderScript: holder.output.script })
  const named = [commitment.output, holder.output]
  const terms = { network: await networkOf(tx), sheetHashOf: () => new Uint8Array(32) }
  const transaction = signInputsWith([key], { tx: draft, named }, terms, [0])
  return {
    transaction: toHex(encodeTransaction(transaction)),
    txid: toHex(txidOf(transaction)),
    named: named.map(writeOutput),
    outpoints: outpointsOf([transaction]),
  }
}

/** What of the list after the change must be written: of VCC1 nothing, its list is not on the ledger. */
async function listParts(tx: DbTransaction, proposal: Proposal, guard: Uint8Array) {
  const next = must(proposal.nextDescriptor ?? undefined, 'a change writes a descriptor')
  const read = decodeBallotDescriptor(next)
  if (read) return missingParts(tx, await membersAfter(tx, proposal, read.threshold), guard)
  await checkAccumulated(tx, next)
  return []
}

/** The list kept here is the one that the descriptor is of. */
async function checkAccumulated(tx: DbTransaction, next: Uint8Array): Promise<void> {
  const { threshold } = must(decodeDescriptor(next), 'a descriptor of one of two kinds')
  const members = (await accumulatedList(tx, next)).map(readMember)
  const made = listDescriptor(next, members, Number(threshold), nodeArithmetic())
  assert(made !== undefined && equalBytes(made, next), 'the descriptor is of these members')
}

/** The members in force without who goes, then who comes: the list that the next descriptor is of. */
async function membersAfter(
  tx: DbTransaction,
  proposal: Proposal,
  threshold: number,
): Promise<readonly BallotMember[]> {
  const rows = await tx
    .select()
    .from(collectiveChanges)
    .where(eq(collectiveChanges.proposalId, proposal.id))
    .orderBy(asc(collectiveChanges.position))
  const goes = rows.flatMap(({ comes, key }) => (comes ? [] : [key]))
  const comes = rows.flatMap(({ key, weight, owner, possession }) =>
    possession ? [{ key: fromHex(key), weight: Number(weight), owner: fromHex(owner), possession }] : [],
  )
  const members = listAfter(await listedMembers(tx, proposal.descriptor), { goes, comes })
  const next = must(proposal.nextDescriptor ?? undefined, 'a change writes a descriptor')
  const made = ballotDescriptor(members, threshold)
  assert(made !== undefined && equalBytes(made, next), 'the descriptor is of these members')
  return members
}
