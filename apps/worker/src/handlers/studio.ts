import { contractRows, type DbTransaction, partyRows, schema } from '@vc/db'
import { recordContract } from '@vc/jobs'
import { must } from '@vc/kernel'
import { CONTRACT_TABLE, contractValue, type Part, termsTold } from '@vc/settlement'
import { eq, sql } from 'drizzle-orm'
import { draftRecordAct, recordKeyFor, type Signer } from '../draft-record-act.ts'
import { domainHandler } from '../run-promised.ts'

const { royaltyContracts } = schema

/**
 * Drafts the record of a contract that all three parties take part in: its key is the version's id, its value parties and terms, and
 * only all three hardware keys together can write it (docs/adr/0020).
 */
export const recordContractHandler = domainHandler(recordContract, async ({ contractId }, tx, deps) => {
  const own = eq(royaltyContracts.id, contractId)
  const [contract] = await tx.select().from(royaltyContracts).where(own).for('update')
  if (contract?.step !== 'prepared' || contract.actId !== null) return
  const parties = await partiesOf(tx, contractId)
  const { studio, publisher, channel } = parties
  const drafted = await draftRecordAct(tx, deps.operatingKey, {
    kind: 'royalty.contract',
    subject: { kind: 'royalty-contract', id: contractId },
    commitmentSubject: { kind: 'royalty-commitment', id: contractId },
    write: {
      table: CONTRACT_TABLE,
      key: await recordKeyFor(tx, CONTRACT_TABLE, contractId),
      value: await recordValue(tx, contractId, parties),
    },
    signer: studio.signer,
    others: [publisher.signer, channel.signer],
    createdBy: studio.organisationId,
  })
  if (!drafted) return
  const set = { actId: drafted.actId, reason: null, updatedAt: sql`now()` }
  await tx.update(royaltyContracts).set(set).where(own)
})

type Joined = {
  readonly name: string
  readonly organisationId: string
  readonly account: string
  readonly signer: Signer
}
type Parties = Readonly<Record<Part, Joined>>

async function partiesOf(tx: DbTransaction, contractId: string): Promise<Parties> {
  const rows = await partyRows(tx, [contractId])
  const joined = (part: Part): Joined => {
    const { party, name } = must(
      rows.find((row) => row.party.part === part),
      'a contract has its three parties',
    )
    const { organisationId, account, signerId, signerKey } = party
    const all = must(
      account && signerId && signerKey ? { account, signerId, signerKey } : undefined,
      'all take part',
    )
    return { name, organisationId, account: all.account, signer: { id: all.signerId, key: all.signerKey } }
  }
  return { studio: joined('studio'), publisher: joined('publisher'), channel: joined('channel') }
}

async function recordValue(tx: DbTransaction, contractId: string, parties: Parties): Promise<Uint8Array> {
  const [row] = await contractRows(tx, eq(royaltyContracts.id, contractId))
  const { contract, title } = must(row, 'the contract that is locked')
  const told = ({ name, account }: Joined) => ({ name, account })
  const { studio, publisher, channel } = parties
  const value = contractValue({
    ...{ title: title.name, code: title.code, contract: contract.lineId, version: contract.version },
    parties: { studio: told(studio), publisher: told(publisher), channel: told(channel) },
    terms: termsTold(contract.terms),
  })
  return must(value.ok ? value.value : undefined, 'terms are as long as a record takes: the API has checked')
}
