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
export const nextWindow = (
  policy: CreditPolicy,
  ground: CreditGround,
  past: WindowPast,
  amount: bigint,
): number | undefined => nextWindows(policy, ground, past, [amount])[0]

/**
 * The same for amounts that wait in this order, each with those before it let in where they fit: nobody is told a window that who
 * waits longer will have filled. An amount that never fits keeps nobody else out.
 */
export function nextWindows(
  policy: CreditPolicy,
  ground: CreditGround,
  past: WindowPast,
  amounts: readonly bigint[],
): readonly (number | undefined)[] {
  const { speed, stop } = policy
  const { most } = creditAllowed({ ...policy, speed: null }, ground)
  const daily = speed === null ? undefined : dailyCredit(speed, stop, ground.circulating)
  const line = waitingLine(past, daily)
  let room = most
  return amounts.map((amount) => {
    if (room !== null && amount > room) return undefined
    if (daily !== undefined && amount > daily) return undefined
    if (room !== null) room -= amount
    return line(amount)
  })
}

type Planned = { readonly height: number; readonly amount: bigint }

/** Gives each amount the first block, not before those of the amounts before it, whose day has room for it beside them. */
function waitingLine({ head, day, openAt }: WindowPast, daily: bigint | undefined) {
  const now = openAt(head)
  /** Of what was let in before, what is less than a day old at `height`. */
  let planned: readonly Planned[] = []
  let height = head + 1
  const entered = () => {
    const fresh = now - openAt(Math.max(0, Math.min(head, height - 1 - day)))
    return planned.reduce((sum, { amount }) => sum + amount, fresh)
  }
  const moveTo = (next: number) => {
    height = next
    planned = planned.filter((one) => one.height > height - 1 - day)
  }
  return (amount: bigint): number => {
    if (daily === undefined) return height
    while (entered() + amount > daily) {
      const oldest = planned[0]
      // Beyond the chain nothing changes until what was planned is a day old.
      const isBeyond = height - 1 - day >= head
      moveTo(isBeyond && oldest ? oldest.height + day + 1 : height + 1)
    }
    planned = [...planned, { height, amount }]
    return height
  }
}
