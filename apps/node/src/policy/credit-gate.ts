import type { CreditStanding } from '@vc/client'
import { creditAllowed } from '@vc/consensus'
import type { Chain } from '../chain/chain.ts'
import type { CreditBook } from './credit-book.ts'
import { creditWatch } from './credit-now.ts'

/** The node's credit policy at work (consensus.md 18). */
export type CreditGate = {
  /** Smallest units that the next own block may release; undefined: the whole room. */
  readonly most: () => bigint | undefined
  readonly standing: () => CreditStanding
  readonly replace: (policy: CreditStanding['policy']) => void
}

/** Looks at the economy only when something bounds credit. */
export function creditGate(chain: Chain, book: CreditBook): CreditGate {
  const ground = creditWatch(chain)
  const standing = () => {
    const policy = book.current()
    const now = ground()
    return { policy, ground: now, ...creditAllowed(policy, now) }
  }
  const most = () => (book.isOpen() ? undefined : (standing().most ?? undefined))
  return { most, standing, replace: book.replace }
}
