import { type CreditGround, type CreditPolicy, creditAllowed, dailyCredit } from './credit-policy.ts'

/** The blocks that a node looks back on when it says when a credit fits. */
export type WindowPast = {
  /** Height of the head. */
  readonly head: number
  /** Blocks of a day: the window that the speed bounds. */
  readonly day: number
  /** Credit and debt of the lower layers together after the block of a height, smallest units. */
  readonly openAt: (height: number) => bigint
}

/**
 * Height of the first own block that lets in `amount` when nothing else comes in or is repaid (consensus.md 18): what
 * came in a day before falls out of the window one block after the other. Undefined when time alone makes no room: the
 * amount is more than a whole day may bring, or another bound than the speed keeps it out.
 */
export function nextWindow(
  policy: CreditPolicy,
  ground: CreditGround,
  { head, day, openAt }: WindowPast,
  amount: bigint,
): number | undefined {
  const { most } = creditAllowed({ ...policy, speed: null }, ground)
  if (most !== null && amount > most) return undefined
  const { speed, stop } = policy
  if (speed === null) return head + 1
  const left = dailyCredit(speed, stop, ground.circulating) - amount
  if (left < 0n) return undefined
  const now = openAt(head)
  for (let passed = 0; passed < day; passed += 1) {
    if (now - openAt(Math.max(0, head + passed - day)) <= left) return head + passed + 1
  }
  return head + day + 1
}
