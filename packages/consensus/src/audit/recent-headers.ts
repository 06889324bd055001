import { byteText } from '@vc/crypto'
import { type Header, headerInOwnMemory, NO_STAKE } from '../codec/header.ts'
import type { HeadersBack } from '../next-bits.ts'

/** The headers of a branch that a coming block may ask for, and no others. */
export type RecentHeaders = {
  readonly back: HeadersBack
  /** `justified`: the height that the branch has recorded as justified. */
  readonly add: (header: Header, hash: Uint8Array, justified: number) => void
}

/**
 * Keeps headers back to the justified checkpoint, since certificates name what is above it (consensus.md 14), and to the
 * parent of the last block with a stake before the head's own, since the target is found from these (7). Each in memory of
 * its own: a header of a block would keep the whole block.
 */
export function recentHeaders(): RecentHeaders {
  const kept = new Map<string, Header>()
  const back: HeadersBack = (hash) => kept.get(byteText(hash))
  return {
    back,
    add(header, hash, justified) {
      kept.set(byteText(hash), headerInOwnMemory(header))
      const least = Math.min(justified, heightForTarget(header, back))
      for (const [name, { height }] of kept) {
        if (height >= least) break
        kept.delete(name)
      }
    },
  }
}

/** A sister of the head is judged on the head's parent: from there the last block with a stake, and its parent. */
function heightForTarget(head: Header, back: HeadersBack): number {
  let at = back(head.prevHash)
  while (at !== undefined && at.stakeIndex === NO_STAKE) at = back(at.prevHash)
  return at === undefined ? 0 : at.height - 1
}
