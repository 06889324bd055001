import { ok, type Result, refuse } from '@vc/kernel'
import type { Place } from '../place.ts'
import type { Refusal } from '../refusals.ts'
import {
  CREDIT,
  CREDIT_KIND,
  GROUP,
  type Input,
  MANAGEMENT,
  type PlacedOutput,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import type { View } from '../view.ts'
import { isRead, refusal } from './subject.ts'

const firstTime = 500_000_000
const final = 0xffff_ffff
const noRelativeLock = 2 ** 31
const timeLockBit = 2 ** 22

/** Step `named outputs` of ledger.md 11: what the inputs name is there, and may be named now and in this way. */
export function nameOutputs(
  tx: Transaction,
  view: View,
  place: Place,
): Result<readonly PlacedOutput[], Refusal> {
  const named: PlacedOutput[] = []
  for (const [i, input] of tx.inputs.entries()) {
    const found = findNamed(tx, input, i, view, place.height)
    if (!found.ok) return found
    named.push(found.value)
  }
  const wrong = checkLocks(tx, named, place.height) ?? checkUses(tx, named, view)
  return wrong === undefined ? ok(named) : refuse(wrong)
}

function findNamed(
  tx: Transaction,
  outpoint: Input,
  input: number,
  view: View,
  height: number,
): Result<PlacedOutput, Refusal> {
  const unspent = view.findOutput(outpoint)
  const found = unspent ?? view.findReadable(outpoint)
  if (found === undefined) return refuse(refusal('missing-output', { input }))
  if (!isRead(tx, found))
    return unspent === undefined ? refuse(refusal('missing-output', { input })) : ok(found)
  return found.height === height ? refuse(refusal('fresh-read', { input })) : ok(found)
}

function checkLocks(tx: Transaction, named: readonly PlacedOutput[], height: number): Refusal | undefined {
  const { lockTime } = tx
  const reached = lockTime <= height || tx.inputs.every(({ sequence }) => sequence === final)
  if (lockTime >= firstTime || !reached) return refusal('locktime', { lockTime, height })
  for (const [input, { sequence }] of tx.inputs.entries()) {
    if (sequence >= noRelativeLock) continue
    const written = named[input]?.height ?? 0
    const isTime = Math.floor(sequence / timeLockBit) % 2 === 1
    if (isTime || written + (sequence & 0xffff) > height) return refusal('sequence', { input })
  }
  return undefined
}

function checkUses(tx: Transaction, named: readonly PlacedOutput[], view: View): Refusal | undefined {
  let readsManagementCredit = false
  for (const [input, output] of named.entries()) {
    const read = isRead(tx, output)
    if (isRosterSpent(tx, input, output, view)) return refusal('roster-spent', { input })
    if (read && output.element === VALUE && tx.witnesses[input]?.length !== 0)
      return refusal('witness', { input })
    const credit = read && output.layer === MANAGEMENT && output.element === CREDIT
    if (credit && tx.kind !== CREDIT_KIND) return refusal('credit-kind', { input })
    readsManagementCredit ||= credit
  }
  if (tx.kind !== CREDIT_KIND || readsManagementCredit) return undefined
  return refusal('credit-kind', { input: tx.inputs.length })
}

function isRosterSpent(tx: Transaction, input: number, output: PlacedOutput, view: View): boolean {
  const outpoint = tx.inputs[input]
  if (outpoint === undefined || tx.layer !== MANAGEMENT || output.layer !== MANAGEMENT) return false
  if (output.element !== VALUE || (tx.kind === GROUP && input === 0)) return false
  return view.groupOf(outpoint) !== undefined
}
