import type { Checkpoint, Header } from '@vc/consensus'
import { blockHash } from '@vc/consensus'
import { equalBytes, fromHex, toHex } from '@vc/crypto'
import { NodeHalt } from '../halt.ts'
import type { Chain } from './chain.ts'

type Trusting = Pick<Chain, 'trusted' | 'configuration'>

/** What stands on every branch that this node walks: by its operator's word, and by the configuration's (consensus.md 20, 1). */
export function trustedPoints({ trusted, configuration }: Trusting): readonly Checkpoint[] {
  const named = configuration.parameters.trustedCheckpoint
  const own = named ? [{ height: named.height, hash: fromHex(named.hash) }] : []
  return trusted ? [...own, trusted] : own
}

/** Is it another block at the height of a trusted checkpoint? Then no branch through it is looked at. */
export function contradictsTrusted(chain: Trusting, header: Header): boolean {
  return trustedPoints(chain).some(
    ({ height, hash }) => height === header.height && !equalBytes(hash, blockHash(header)),
  )
}

/** Takes trusted checkpoints that have come to the tree as final. True when one did just now. */
export function settleTrusted(chain: Chain): boolean {
  const { tree, finality } = chain
  const isHere = (name: string) => tree.has(name) && tree.bodyOf(name) === 'good'
  const here = trustedPoints(chain).filter(({ hash }) => isHere(toHex(hash)))
  return here.filter((point) => finality.trust(point)).length > 0
}

/** Halts with `checkpoint-contradicted` when what this node's store has as final is another block than the trusted one. */
export function refuseContradicted(chain: Chain): void {
  for (const { height, hash } of trustedPoints(chain)) {
    const there = height <= chain.tree.root.height ? chain.blocks.hashAt(height) : undefined
    if (there && !equalBytes(there, hash))
      throw new NodeHalt('checkpoint-contradicted', { height, own: toHex(there), trusted: toHex(hash) })
  }
}

/**
 * Halts with `checkpoint-needed` when the node was away for longer than `weakSubjectivity` (consensus.md 20, 1): old keys
 * can sign another past, and no rule inside the chain can tell. Its operator asks other organisations for the height and
 * hash of a block that is final now, and names it. `now`: ms.
 */
export function refuseStale(chain: Chain, now: number): void {
  const { configuration, tree, blocks } = chain
  const final = blocks.header(fromHex(tree.root.name))
  const age = now / 1_000 - (final?.time ?? 0)
  if (age <= configuration.parameters.weakSubjectivity) return
  if (trustedPoints(chain).some(({ height }) => height >= tree.root.height)) return
  throw new NodeHalt('checkpoint-needed', {
    ...{ final: tree.root.height, days: Math.floor(age / 86_400) },
    set: 'NODE_TRUSTED_CHECKPOINT=<height>:<block hash>',
  })
}
