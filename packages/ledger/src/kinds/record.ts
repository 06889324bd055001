import { equalBytes, firstBallotLink, plainCollectiveChecks, readBallotPart, sha256 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { refusal, type Signed, type Subject } from '../checks/subject.ts'
import type { Refusal } from '../refusals.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { collectiveScript } from '../script/standard.ts'
import { tableName } from '../state-keys.ts'
import { VALUE } from '../transaction.ts'
import { ADMISSION, COUNCIL } from './group.ts'
import { readRecordItems } from './record-items.ts'
import { isRecordValue, POWER_ADMIT, POWER_APPOINT, parseAgent, parseChain } from './record-values.ts'

/** Table of the members of VCB1 collectives, each part under its last link (docs/adr/0005). Never deleted. */
export const COLLECTIVE_LIST = 'collective-list'

/** A record's form (ledger.md 7, 11): commitment, holder, sizes, and the value of a reserved table. */
export function checkRecordForm({ tx, named }: Subject): Refusal | undefined {
  const items = readRecordItems(tx)
  const commitment = parseStandard(must(named[0], 'a record has inputs').script)
  const holder = tx.outputs[0]
  if (items === undefined || commitment?.name !== 'record') return refusal('record-form')
  if (holder?.element !== VALUE || holder.amount !== 0n) return refusal('record-form')
  const { table, key, value } = items
  const sized = (bytes: Uint8Array, least: number, most: number) =>
    bytes.length >= least && bytes.length <= most
  if (!sized(table, 1, 64) || !sized(key, 1, 255) || !sized(value, 0, 4096)) return refusal('record-form')
  const name = tableName(table)
  if (!isRecordValue(name, value) || !isListPart(name, key, value)) return refusal('record-value')
  if (name !== 'collective') return undefined
  const locked = key.length === 32 && equalBytes(holder.script, collectiveScript(key))
  return locked ? undefined : refusal('record-form')
}

/** A part of a list stands under the link that it leads to, so nobody can take another's place. */
function isListPart(table: string, key: Uint8Array, value: Uint8Array): boolean {
  if (table !== COLLECTIVE_LIST) return true
  const part = readBallotPart(value)
  return part !== undefined && equalBytes(part.link, key)
}

/** Who may write: of a known pair whoever spends its holder; of a new one in a reserved table those of ledger.md 7. */
export function checkRecordWriters(subject: Signed): Refusal | undefined {
  const { table, key, value } = must(readRecordItems(subject.tx), 'the form was checked')
  const name = tableName(table)
  const entry = subject.view.findRecord(name, key)
  if (entry === undefined) return checkNewPair(subject, name, key, value)
  const { holder } = entry
  const spends = subject.tx.inputs.some(
    ({ txid, index }) => index === holder.index && equalBytes(txid, holder.txid),
  )
  return spends ? undefined : refusal('record-holder')
}

function checkNewPair(
  subject: Signed,
  table: string,
  key: Uint8Array,
  value: Uint8Array,
): Refusal | undefined {
  if (table === 'account') return needed(1, admittingAgents(subject))
  if (table === 'agent') return isAppointed(subject, value) ? undefined : byGroup(subject, ADMISSION)
  if (table === 'reserve') return byGroup(subject, ADMISSION)
  if (table === 'member' || table === 'chain') return byGroup(subject, COUNCIL)
  if (table === 'anchor') return byAuthorities(subject, key)
  if (table === COLLECTIVE_LIST) return byPossession(subject, value)
  if (table === 'collective') return needed(1, equalBytes(sha256(value), key) ? 1 : 0)
  return undefined
}

/** All members of a part have their keys, and the part before it is there. */
function byPossession({ view, place }: Signed, value: Uint8Array): Refusal | undefined {
  const { before, members } = must(readBallotPart(value), 'the form was checked')
  const follows =
    equalBytes(before, firstBallotLink) || view.findRecord(COLLECTIVE_LIST, before) !== undefined
  const { provenMembers } = place.checks.collectives ?? plainCollectiveChecks
  return needed(members.length, follows ? provenMembers(value) : 0)
}

function needed(need: number, have: number): Refusal | undefined {
  return have >= need ? undefined : refusal('record-writer', { need, have })
}

/** Approvals by a group: `recordApprovals` of its keys, 0 a majority. */
function byGroup(subject: Signed, group: string): Refusal | undefined {
  const keys = subject.view.findRoster(group)?.keys ?? []
  const { recordApprovals } = subject.place.configuration
  return needed(recordApprovals === 0 ? majority(keys) : recordApprovals, signersAmong(subject, keys))
}

function byAuthorities(subject: Signed, key: Uint8Array): Refusal | undefined {
  const chain = parseChain(subject.view.findRecord('chain', key)?.value ?? new Uint8Array(0))
  const keys = chain?.keys ?? []
  return needed(majority(keys), signersAmong(subject, keys))
}

const majority = (keys: readonly Uint8Array[]) => Math.floor(keys.length / 2) + 1

function admittingAgents(subject: Signed): number {
  return signingKeys(subject).filter((key) => (powersOf(subject, key) & POWER_ADMIT) !== 0).length
}

/** Has the parent that the value names appointed this agent? */
function isAppointed(subject: Signed, value: Uint8Array): boolean {
  const parent = parseAgent(value)?.parent
  if (parent === undefined || parent.length === 0) return false
  return (powersOf(subject, parent) & POWER_APPOINT) !== 0 && signersAmong(subject, [parent]) === 1
}

function powersOf({ view }: Subject, key: Uint8Array): number {
  const entry = view.findRecord('agent', key)
  return entry === undefined ? 0 : (parseAgent(entry.value)?.powers ?? 0)
}

/** The distinct keys that signed with a type that covers everything, 00 or 01. */
function signingKeys({ signatures }: Signed): readonly Uint8Array[] {
  const keys: Uint8Array[] = []
  for (const { key, type } of signatures) {
    if (type <= 1 && !keys.some((other) => equalBytes(other, key))) keys.push(key)
  }
  return keys
}

function signersAmong(subject: Signed, keys: readonly Uint8Array[]): number {
  const signing = signingKeys(subject)
  return keys.filter((key, i) => {
    const first = keys.findIndex((other) => equalBytes(other, key)) === i
    return first && signing.some((other) => equalBytes(other, key))
  }).length
}
