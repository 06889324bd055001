import type { CreditStanding, CreditWindow } from '@vc/client'
import { creditAllowed, type Notice, nextWindows } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'
import type { CreditBook } from './credit-book.ts'
import { creditWatch, windowWatch } from './credit-now.ts'

/** The node's credit policy at work (consensus.md 18). */
export type CreditGate = {
  /** Smallest units that the next own block may release; undefined: the whole room. */
  readonly most: () => bigint | undefined
  readonly standing: () => CreditStanding
  /** Whether each of these, in this order, fits into the next own block beside those before it, and else when. */
  readonly windows: (amounts: readonly bigint[]) => readonly CreditWindow[]
  readonly replace: (policy: CreditStanding['policy']) => void
}

/** Looks at the economy only when something bounds credit. `halts`: of regulators, which this node obeys. */
export function creditGate(chain: Chain, book: CreditBook, halts: () => readonly Notice[]): CreditGate {
  const ground = creditWatch(chain)
  const past = windowWatch(chain)
  const standing = () => {
    const policy = book.current()
    const now = ground()
    const asked = halts().map(shown)
    const allowed = asked.length > 0 ? HALTED : creditAllowed(policy, now)
    return { policy, ground: now, halts: asked, ...allowed }
  }
  const most = () => {
    if (halts().length > 0) return 0n
    return book.isOpen() ? undefined : (standing().most ?? undefined)
  }
  const windows = (amounts: readonly bigint[]) => {
    const { policy, ground: now, halts: asked, most, bound } = standing()
    const heights = asked.length > 0 ? [] : nextWindows(policy, now, past(), amounts)
    return amounts.map((_, i) => {
      const height = heights[i]
      const next = height === undefined ? null : { height, time: timeOf(chain, height) }
      return { fits: height === chain.head.height + 1, most, bound, next }
    })
  }
  return { most, standing, windows, replace: book.replace }
}

/** When a block of this height is to be expected: one after each interval. */
const timeOf = ({ head, configuration }: Chain, height: number): number =>
  head.header.time + (height - head.height) * configuration.parameters.blockInterval

const HALTED = { most: 0n, bound: 'notice' } as const
const shown = ({ height, text, key }: Notice) => ({ height, text, key: toHex(key) })
