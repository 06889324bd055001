import { must } from '@vc/kernel'
import type { TreeBlock } from './tree-block.ts'

/** A version with the weight of everything on it, and whether this node received it late. */
export type Version = TreeBlock & { readonly total: bigint; readonly isLate: boolean }

/**
 * The version that the fork choice steps to among those of one parent (consensus.md 12.3 and 12.4); undefined when
 * there is none. `versionWindow` in seconds.
 */
export function preferVersion(versions: readonly Version[], versionWindow: number): Version | undefined {
  if (versions.length < 2) return versions[0]
  const heaviest = versions.filter(({ total }) => versions.every((other) => other.total <= total))
  const punctual = orAll(heaviest, ({ isLate }) => !isLate)
  const burnt = orAll(punctual, ({ isBurn }) => isBurn)
  const earliest = Math.min(...burnt.map(({ time }) => time))
  const inWindow = burnt.filter(({ time }) => time <= earliest + versionWindow)
  return must(inWindow.toSorted(byStake)[0], 'the earliest is in its own window')
}

function orAll(versions: readonly Version[], holds: (version: Version) => boolean): readonly Version[] {
  const found = versions.filter(holds)
  return found.length > 0 ? found : versions
}

/** Larger stake, earlier time, smaller proof, smaller hash as a number. */
function byStake(a: Version, b: Version): number {
  if (a.stakeAmount !== b.stakeAmount) return a.stakeAmount > b.stakeAmount ? -1 : 1
  if (a.time !== b.time) return a.time - b.time
  if (a.proof !== b.proof) return a.proof < b.proof ? -1 : 1
  return numberName(a) < numberName(b) ? -1 : 1
}

/** Names compare as the hashes do when they are read as numbers: the last byte counts most. */
export const numberName = ({ name }: Pick<TreeBlock, 'name'>) =>
  must(name.match(/../g), 'a name has bytes').reverse().join('')
