import { checkGroupSigners } from '../kinds/group.ts'
import { checkPenaltyWriters, type JudgeUpToWriters } from '../kinds/penalty.ts'
import { checkRecordWriters } from '../kinds/record.ts'
import type { Refusal } from '../refusals.ts'
import { GROUP, PENALTY, RECORD } from '../transaction.ts'
import type { Signed } from './subject.ts'

/** Step `writers` of ledger.md 11: who may change a group, write a record, freeze money. */
export function checkWriters(subject: Signed, judge: JudgeUpToWriters): Refusal | undefined {
  const { kind } = subject.tx
  if (kind === GROUP) return checkGroupSigners(subject)
  if (kind === RECORD) return checkRecordWriters(subject)
  return kind === PENALTY ? checkPenaltyWriters(subject, judge) : undefined
}
