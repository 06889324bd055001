import { refusal, type Subject } from '../checks/subject.ts'
import type { Refusal } from '../refusals.ts'
import { DEBT_LAYER, VALUE } from '../transaction.ts'

/** A reward pays what the block owes its layer, in value, and carries nothing else (consensus.md 10). */
export function checkRewardForm({ tx, place }: Subject): Refusal | undefined {
  const { debt, circulation } = place.producer?.reward ?? { debt: 0n, circulation: 0n }
  const due = tx.layer === DEBT_LAYER ? debt : circulation
  const out = tx.outputs.reduce((sum, { amount }) => sum + amount, 0n)
  const plain = tx.premium === 0n && tx.acceptances.length === 0
  const right = out === due && plain && tx.outputs.every(({ element }) => element === VALUE)
  return right ? undefined : refusal('reward-wrong', { out: String(out), due: String(due) })
}
