import { hash160, readBallotPart } from '@vc/crypto'
import { must, ok, type Result, refuse } from '@vc/kernel'
import { evidenceOf } from '../kinds/penalty.ts'
import { COLLECTIVE_LIST } from '../kinds/record.ts'
import { readRecordItems } from '../kinds/record-items.ts'
import type { Refusal } from '../refusals.ts'
import { inputSigops } from '../script/count-sigops.ts'
import { COLLECTIVE_SIGOPS } from '../script/limits.ts'
import { runScript } from '../script/run-script.ts'
import { sighashContext } from '../sighash.ts'
import { tableName } from '../state-keys.ts'
import {
  GROUP,
  MANAGEMENT,
  type Output,
  PENALTY,
  type PlacedOutput,
  RECORD,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import type { View } from '../view.ts'
import { askedOf } from './asked.ts'
import { isPlainlySigned, recallSignatures } from './signed-book.ts'
import { isRead, refusal, type Signature, type Subject } from './subject.ts'

/** authenticatorData 37, signature 64, sheet hash 32, and four lengths. */
const leastAssertion = 137

/** Does this input's script run? Not of read value, of a group's roster and source, of a penalty's frozen outputs. */
function runs(tx: Transaction, output: PlacedOutput): boolean {
  if (isRead(tx, output)) return output.element !== VALUE
  if (tx.kind === GROUP) return output.layer !== MANAGEMENT
  return tx.kind !== PENALTY
}

/** Signature checks of a transaction, counted before any is run; those of the evidence of a penalty included. */
export function countSigops({ tx, named, view, place }: Subject): number {
  let count = tx.acceptances.length + scriptSigops(tx, named)
  if (tx.kind === GROUP) count += Math.max(0, (tx.witnesses[0]?.length ?? 0) - 3)
  if (tx.kind === RECORD) count += listSigops(tx)
  if (tx.kind !== PENALTY) return count
  for (const [input, output] of named.entries()) {
    const evidence = isRead(tx, output) ? undefined : evidenceOf(tx, input, place)
    if (evidence !== undefined) count += evidenceSigops(evidence.transaction, view.onParent())
  }
  return count
}

/** Each member that a part of a list brings proves possession of its key: as dear as a vote. */
function listSigops(tx: Transaction): number {
  const items = readRecordItems(tx)
  if (items === undefined || tableName(items.table) !== COLLECTIVE_LIST) return 0
  return COLLECTIVE_SIGOPS * (readBallotPart(items.value)?.members.length ?? 0)
}

function evidenceSigops(tx: Transaction, parent: View): number {
  return (
    tx.acceptances.length +
    scriptSigops(
      tx,
      tx.inputs.map((input) => parent.findOutput(input)),
    )
  )
}

function scriptSigops(tx: Transaction, named: readonly (PlacedOutput | undefined)[]): number {
  return named.reduce((sum, output, i) => {
    if (output === undefined || !runs(tx, output)) return sum
    return sum + inputSigops(output.script, tx.witnesses[i] ?? [])
  }, 0)
}

/** Refuses more signature checks than a block may have. */
export function checkSigops({ place }: Subject, sigops: number): Refusal | undefined {
  const limit = place.configuration.maxBlockSigops
  return sigops > limit ? refusal('sigops', { sigops, limit }) : undefined
}

/** Runs the script of every input that is to be run, unless it is known; gives who signed, and with which sighash type. */
export function runScripts(subject: Subject): Result<readonly Signature[], Refusal> {
  const { tx, named, place } = subject
  const known = recallSignatures(place.signed, tx, named)
  if (known !== undefined) return ok(known)
  const result = runAll(subject)
  if (result.ok && place.signed?.note && isPlainlySigned(tx, named)) {
    place.signed.note(tx, { named, signatures: result.value })
  }
  return result
}

function runAll(subject: Subject): Result<readonly Signature[], Refusal> {
  const { tx, named, view, place } = subject
  const asked = askedOf(subject).signatures
  const signatures: Signature[] = [...asked]
  const { network, configuration, checks } = place
  const collectiveOf = (id: Uint8Array) => recordValue(view, 'collective', id)
  const ballotPartOf = (link: Uint8Array) => recordValue(view, COLLECTIVE_LIST, link)
  const sheetHash = mayHoldAssertion(subject) ? subject.sheetHash() : undefined
  const context = sighashContext(tx, named as readonly Output[], network)
  for (let index = 0; index < named.length; index += 1) {
    if (!runs(tx, must(named[index], 'a named output')) || isGiven(asked, index)) continue
    const result = runScript({
      tx,
      named,
      index,
      network,
      configuration,
      checks,
      sheetHash,
      collectiveOf,
      ballotPartOf,
      context,
    })
    if (!result.ok) return refuse(refusal('script', { input: index, error: result.error }))
    for (const { key, type, keyHash = hash160(key) } of result.signers) {
      signatures.push({ input: index, key, keyHash, type })
    }
  }
  return ok(signatures)
}

/** Without a closure for each input: blocks ask nobody, and pass here for every one of theirs. */
const isGiven = (asked: readonly Signature[], index: number): boolean =>
  asked.length > 0 && asked.some(({ input }) => input === index)

/** Is any item, or a script that could push one, as long as the shortest assertion? Else no sheet need be made. */
function mayHoldAssertion({ tx, named }: Subject): boolean {
  for (const items of tx.witnesses) for (const item of items) if (item.length >= leastAssertion) return true
  return named.some(({ script }) => script.length >= leastAssertion)
}

function recordValue(view: View, table: string, key: Uint8Array): Uint8Array | undefined {
  const value = view.findRecord(table, key)?.value
  return value === undefined || value.length === 0 ? undefined : value
}
