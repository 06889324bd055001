import { ok, type Result, refuse } from '@vc/kernel'
import { checkBlock } from './checks/block.ts'
import { checkConsent } from './checks/consent.ts'
import { nameOutputs } from './checks/named-outputs.ts'
import { checkNames } from './checks/names.ts'
import { checkPrinciples, type Sums, sumsOf } from './checks/principles.ts'
import { checkSigops, countSigops, runScripts } from './checks/scripts.ts'
import { checkShape } from './checks/shape.ts'
import { type Signed, type Subject, subjectOf } from './checks/subject.ts'
import { checkWriters } from './checks/writers.ts'
import { checkGroupForm } from './kinds/group.ts'
import { checkPenaltyForm } from './kinds/penalty.ts'
import { checkRecordForm } from './kinds/record.ts'
import { checkRewardForm } from './kinds/reward.ts'
import type { Judgement, Place } from './place.ts'
import type { Refusal } from './refusals.ts'
import { GROUP, PENALTY, RECORD, REWARD, type Transaction } from './transaction.ts'
import type { View } from './view.ts'

/**
 * Is the transaction valid here? The first refusal in the order of ledger.md 11, with exactly its facts. Amounts of
 * the judgement in smallest units. `view`: see `viewOf`.
 */
export function judgeTransaction(tx: Transaction, view: View, place: Place): Result<Judgement, Refusal> {
  const judged = judgeUpToWriters(tx, view, place)
  if (!judged.ok) return judged
  const { sums, sigops, txid } = judged.value
  const wrong = checkBlock(judged.value, sums)
  if (wrong !== undefined) return refuse(wrong)
  const { valueIn, valueOut, creditIn, creditOut, netDebt, released } = sums
  return ok({ txid, fee: valueIn - valueOut, netDebt, netCredit: creditIn - creditOut, released, sigops })
}

type Judged = Signed & { readonly sums: Sums; readonly sigops: number }

/** All steps but the last: what must hold on any block, and for the evidence of a penalty. */
function judgeUpToWriters(tx: Transaction, view: View, place: Place): Result<Judged, Refusal> {
  const misshapen = checkShape(tx)
  if (misshapen !== undefined) return refuse(misshapen)
  const named = nameOutputs(tx, view, place)
  if (!named.ok) return named
  const subject = subjectOf(tx, view, place, named.value)
  const sums = sumsOf(subject)
  const sigops = countSigops(subject)
  const wrong = checkForm(subject) ?? checkPrinciples(subject, sums) ?? checkSigops(subject, sigops)
  if (wrong !== undefined) return refuse(wrong)
  const signatures = runScripts(subject)
  if (!signatures.ok) return signatures
  const signed: Judged = { ...subject, signatures: signatures.value, sums, sigops }
  const unwanted = checkConsent(signed) ?? checkNames(signed) ?? checkWriters(signed, judgeUpToWriters)
  return unwanted === undefined ? ok(signed) : refuse(unwanted)
}

function checkForm(subject: Subject): Refusal | undefined {
  const { kind } = subject.tx
  if (kind === GROUP) return checkGroupForm(subject)
  if (kind === RECORD) return checkRecordForm(subject)
  if (kind === PENALTY) return checkPenaltyForm(subject)
  return kind === REWARD ? checkRewardForm(subject) : undefined
}
