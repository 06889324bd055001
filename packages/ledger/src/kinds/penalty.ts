import { deriveChildKey, equalBytes, taggedHash, utf8 } from '@vc/crypto'
import { must, type Result } from '@vc/kernel'
import { refusal, type Signed, type Subject } from '../checks/subject.ts'
import type { Place } from '../place.ts'
import type { Refusal } from '../refusals.ts'
import { owedBy } from '../script/owner-hash.ts'
import { penaltyDigest } from '../sighash.ts'
import { CIRCULATION, DEBT_LAYER, type PlacedOutput, type Transaction, VALUE } from '../transaction.ts'
import type { View } from '../view.ts'
import { type ChildProof, type Evidence, namesFrozen, readEvidence } from './evidence.ts'

const producerOutput = 0xffff_ffff

/** Judges a transaction through the step `writers`, the block left aside. */
export type JudgeUpToWriters = (tx: Transaction, view: View, place: Place) => Result<Signed, Refusal>

/** A penalty's form (ledger.md 8, 11): overdue debts of one debtor, frozen values with evidence, two outputs at most. */
export function checkPenaltyForm(subject: Subject): Refusal | undefined {
  const { tx, named, place } = subject
  const first = firstFrozen(named)
  return (
    checkDebts(named.slice(0, first), place.height) ??
    checkFrozen(named, first) ??
    checkEvidenceLayout(tx, first, place) ??
    checkOutputs(subject, named.slice(first))
  )
}

/** The number of the first frozen input: debts are read in the debt layer and come before. */
export function firstFrozen(named: readonly PlacedOutput[]): number {
  const first = named.findIndex(({ layer }) => layer !== DEBT_LAYER)
  return first < 0 ? named.length : first
}

function checkDebts(debts: readonly PlacedOutput[], height: number): Refusal | undefined {
  const debtor = debts[0] === undefined ? undefined : overdueDebtor(debts[0], height)
  if (debtor === undefined) return refusal('penalty-debt', { input: 0 })
  for (const [input, debt] of debts.entries()) {
    const other = overdueDebtor(debt, height)
    if (other === undefined || !equalBytes(other, debtor)) return refusal('penalty-debt', { input })
  }
  return undefined
}

/** The debtor's hash, when the output is a debt overdue at this height: of its key, or of its id where a collective owes. */
export function overdueDebtor(output: PlacedOutput, height: number): Uint8Array | undefined {
  const owed = owedBy(output)
  return owed === undefined || owed.expiryHeight > height ? undefined : owed.debtor
}

function checkFrozen(named: readonly PlacedOutput[], first: number): Refusal | undefined {
  for (let input = first; input < Math.max(named.length, first + 1); input += 1) {
    const output = named[input]
    if (output?.element !== VALUE || output.layer !== CIRCULATION) return refusal('penalty-input', { input })
  }
  return undefined
}

function checkEvidenceLayout(tx: Transaction, first: number, place: Place): Refusal | undefined {
  for (let input = first; input < tx.inputs.length; input += 1) {
    const evidence = evidenceOf(tx, input, place)
    const frozen = must(tx.inputs[input], 'a frozen input')
    if (evidence === undefined || !namesFrozen(evidence, frozen))
      return refusal('penalty-evidence', { input })
  }
  return undefined
}

/** What the witness of a frozen input shows. */
export function evidenceOf(tx: Transaction, input: number, place: Place): Evidence | undefined {
  return readEvidence(tx.witnesses[input] ?? [], place.configuration.maxTransactionBytes)
}

function checkOutputs({ tx, view, place }: Subject, frozen: readonly PlacedOutput[]): Refusal | undefined {
  const [toReserve, bounty] = tx.outputs
  const sum = frozen.reduce((total, { amount }) => total + amount, 0n)
  const most = (sum * BigInt(place.configuration.penaltyBounty)) / 10_000n
  const reserve = reserveScript(view)
  const wrong = (output: number) => refusal('penalty-output', { output })
  if (tx.outputs.length > 2) return wrong(2)
  if (toReserve?.element !== VALUE || reserve === undefined) return wrong(0)
  if (!equalBytes(toReserve.script, reserve)) return wrong(0)
  if (bounty !== undefined && (bounty.element !== VALUE || bounty.amount > most)) return wrong(1)
  return toReserve.amount + (bounty?.amount ?? 0n) === sum ? undefined : wrong(0)
}

const badDebt = utf8('bad-debt')

/** The script in record `reserve/bad-debt`, whose money may only clear bad debt. */
export function reserveScript(view: View): Uint8Array | undefined {
  const value = view.findRecord('reserve', badDebt)?.value
  return value === undefined || value.length === 0 ? undefined : value
}

/**
 * Each T′ is valid on the parent state, signed ALL by the debtor, repays nothing; the producer binds the outputs. A collective has
 * signed what its members voted for under the descriptor that the parent state has (docs/adr/0048).
 */
export function checkPenaltyWriters(subject: Subject, judge: JudgeUpToWriters): Refusal | undefined {
  const { tx, named, place } = subject
  const first = firstFrozen(named)
  const debtor = must(overdueDebtor(must(named[0], 'a debt'), place.height), 'the form was checked')
  for (let input = first; input < tx.inputs.length; input += 1) {
    const wrong = checkEvidence(subject, input, debtor, judge)
    if (wrong !== undefined) return refusal(wrong, { input })
  }
  return isBoundByProducer(subject, first) ? undefined : refusal('penalty-producer')
}

function checkEvidence(
  { tx, view, place }: Subject,
  input: number,
  debtor: Uint8Array,
  judge: JudgeUpToWriters,
): 'penalty-evidence' | 'penalty-repays' | undefined {
  const evidence = must(evidenceOf(tx, input, place), 'the form was checked')
  const { producer: _, ...onParent } = place
  const judged = judge(evidence.transaction, view.onParent(), onParent)
  if (!judged.ok || !isSignedBy(judged.value, evidence, debtor)) return 'penalty-evidence'
  const repaid = judged.value.named.map((output) => overdueDebtor(output, place.height))
  return repaid.some((hash) => hash !== undefined && equalBytes(hash, debtor)) ? 'penalty-repays' : undefined
}

/** All signatures of the input are type 00 or 01, and one is the debtor's, a vote where it votes, or a child key's shown to be its. */
function isSignedBy(judged: Signed, evidence: Evidence, debtor: Uint8Array): boolean {
  const signatures = judged.signatures.filter(({ input }) => input === evidence.index)
  if (signatures.some(({ type }) => type > 1)) return false
  if (evidence.child === undefined) return signatures.some(({ keyHash }) => equalBytes(keyHash, debtor))
  const child = provenChild(judged.view, evidence.child, debtor)
  return child !== undefined && signatures.some(({ key }) => equalBytes(key, child))
}

/** The x-only child key, when an account record of the debtor commits to the extended key shown. */
function provenChild(view: View, child: ChildProof, debtor: Uint8Array): Uint8Array | undefined {
  const commitment = taggedHash('vdn/account', child.salt, child.chainCode, child.key)
  const known = view.commitmentsOfDebtKey(debtor).some((other) => equalBytes(other, commitment))
  return known ? deriveChildKey(child.key, child.chainCode, child.path)?.slice(1) : undefined
}

function isBoundByProducer({ tx, named, place }: Subject, first: number): boolean {
  const [acceptance, more] = tx.acceptances
  const stakeKey = place.producer?.stakeKey
  if (acceptance === undefined || more !== undefined || stakeKey === undefined) return false
  if (acceptance.output !== producerOutput || !equalBytes(acceptance.key, stakeKey)) return false
  if (acceptance.signature.length !== 64) return false
  const digest = penaltyDigest(tx, named, place.network, first)
  return place.checks.schnorr(acceptance.signature, digest, stakeKey)
}
