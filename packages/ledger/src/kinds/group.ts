import { equalBytes, isPublicKey } from '@vc/crypto'
import { must } from '@vc/kernel'
import { isAsked } from '../checks/asked.ts'
import { verifyItem } from '../checks/signature-item.ts'
import { refusal, type Subject } from '../checks/subject.ts'
import type { Configuration } from '../configuration.ts'
import type { Refusal } from '../refusals.ts'
import { kOfNScript } from '../script/standard.ts'
import { computeSighash, SIGHASH_ALL, SIGHASH_DEFAULT } from '../sighash.ts'
import { CREDIT, MANAGEMENT, type Outpoint, type Output, VALUE } from '../transaction.ts'
import type { Roster, View } from '../view.ts'
import {
  GROUP_ADD,
  GROUP_REMOVE,
  GROUP_REPLACE,
  type GroupChange,
  readGroupChange,
  rosterAfter,
} from './group-change.ts'

export const ADMISSION = 'admission'
export const COUNCIL = 'council'
const sourceSize = 16
const maxKeys = 64
const leastKeys = 3

/** A foundation group's form (ledger.md 9, 11): the change, the new roster, the re-created credit source. */
export function checkGroupForm(subject: Subject): Refusal | undefined {
  const found = changeOf(subject)
  if (found === undefined) return refusal('group-form')
  const { group, roster, change } = found
  const { configuration } = subject.place
  if (!isKeyFit(roster.keys, change, configuration)) return refusal('group-key')
  const keys = rosterAfter(roster.keys, change)
  if (isBelowLeast(roster.keys.length, keys.length) || keys.length > maxKeys)
    return refusal('group-size', { keys: keys.length })
  return checkSource(subject, group, roster.outpoint) ?? checkOutputs(subject, group, keys)
}

/** A roster has a key at least, and one that has reached three does not shrink below three again. */
function isBelowLeast(before: number, after: number): boolean {
  return after < 1 || (before >= leastKeys && after < leastKeys)
}

/** The output that a group of these keys has on its roster: n of n, value 0. */
export function rosterOutput(keys: readonly Uint8Array[]): Output {
  return { element: VALUE, amount: 0n, script: kOfNScript(keys.length, keys) }
}

/** The 16 outputs of the admission group's credit source, 2^0 … 2^15 times `creditUnit`. */
export function sourceOutputs(keys: readonly Uint8Array[], configuration: Configuration): readonly Output[] {
  return Array.from({ length: sourceSize }, (_, i) => ({
    element: CREDIT,
    amount: configuration.creditUnit << BigInt(i),
    script: kOfNScript(approvalsFor(configuration.creditApprovals[i] ?? 0, keys.length), keys),
  }))
}

/** min(approvals, n), a majority for 0. */
function approvalsFor(approvals: number, keys: number): number {
  return Math.min(approvals === 0 ? Math.floor(keys / 2) + 1 : approvals, keys)
}

function changeOf({ tx, view }: Subject): { group: string; roster: Roster; change: GroupChange } | undefined {
  const spent = must(tx.inputs[0], 'a group transaction has inputs')
  const group = view.groupOf(spent)
  const roster = group === undefined ? undefined : view.findRoster(group)
  const change = roster === undefined ? undefined : readGroupChange(tx, roster.keys.length)
  if (group === undefined || roster === undefined || change === undefined) return undefined
  return { group, roster, change }
}

function isKeyFit(keys: readonly Uint8Array[], change: GroupChange, configuration: Configuration): boolean {
  const present = (key: Uint8Array) => keys.some((other) => equalBytes(other, key))
  if (change.operation !== GROUP_ADD && !present(change.key)) return false
  if (change.operation === GROUP_REMOVE) return true
  const added = change.operation === GROUP_REPLACE ? change.newKey : change.key
  if (present(added) || !isPublicKey(added)) return false
  return !configuration.hardwareKeysOnly || added.length === 33
}

function checkSource({ tx, named, view }: Subject, group: string, old: Outpoint): Refusal | undefined {
  const source = group === ADMISSION ? oldSource(view, old) : []
  for (let input = 1; input < Math.max(named.length, source.length + 1); input += 1) {
    const expected = source[input - 1]
    const outpoint = tx.inputs[input]
    if (expected === undefined) {
      if (named[input]?.layer === MANAGEMENT) return refusal('group-source', { input })
      continue
    }
    const same = outpoint?.index === expected.index && equalBytes(outpoint.txid, expected.txid)
    if (!same || tx.witnesses[input]?.length !== 0) return refusal('group-source', { input })
  }
  return undefined
}

/** The unspent of the outputs 1 to 16 after a roster output. */
function oldSource(view: View, roster: Outpoint): readonly Outpoint[] {
  const places = Array.from({ length: sourceSize }, (_, i) => roster.index + 1 + i)
  return places
    .map((index) => ({ txid: roster.txid, index }))
    .filter((outpoint) => view.findOutput(outpoint) !== undefined)
}

function checkOutputs(
  { tx, place }: Subject,
  group: string,
  keys: readonly Uint8Array[],
): Refusal | undefined {
  const source = group === ADMISSION ? sourceOutputs(keys, place.configuration) : []
  const expected = [rosterOutput(keys), ...source]
  for (let output = 0; output < Math.max(expected.length, tx.outputs.length); output += 1) {
    if (!isSame(expected[output], tx.outputs[output])) return refusal('group-output', { output })
  }
  return undefined
}

function isSame(a: Output | undefined, b: Output | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return a.element === b.element && a.amount === b.amount && equalBytes(a.script, b.script)
}

/** Who must sign a change (ledger.md 9): all present members, of a removal all but the removed key, whose item is empty. */
export function checkGroupSigners(subject: Subject): Refusal | undefined {
  const { roster, change } = must(changeOf(subject), 'the form was checked')
  for (const [key, item] of change.signatures.entries()) {
    const member = must(roster.keys[key], 'one item for each key')
    const removed = change.operation === GROUP_REMOVE && equalBytes(member, change.key)
    const right = removed ? item.length === 0 : isAsked(subject, member) || signed(subject, member, item)
    if (!right) return refusal('group-signature', { key })
  }
  return undefined
}

function signed(subject: Subject, key: Uint8Array, item: Uint8Array): boolean {
  const { tx, named, place } = subject
  const digestOf = (type: number) => computeSighash({ tx, named, network: place.network, index: 0, type })
  return verifyItem(subject, { key, item, types: [SIGHASH_DEFAULT, SIGHASH_ALL], digestOf })
}
