import {
  type Certificate,
  type Checkpoint,
  chainEntry,
  decodeVote,
  drawName,
  encodeVote,
  FinalityCount,
  recordedJustified,
  type Vote,
  type VoteOutcome,
  voteHash,
  votersFor,
} from '@vc/consensus'
import { concatBytes, equalBytes, fromHex, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import type { Store, Write } from '../storage/store.ts'
import type { Chain } from './chain.ts'
import { be32 } from './chain-store.ts'
import { bodyPruneWrites } from './prune-bodies.ts'
import { stateAt } from './state-at.ts'
import { pruneWrites, treeKey } from './tree-store.ts'

/** Counts again what the store holds: from the final block that the head has recorded, with all votes kept. */
export function openFinality(chain: Omit<Chain, 'finality'>): FinalityCount {
  const { tree, network } = chain
  const final = { height: tree.root.height, hash: fromHex(tree.root.name) }
  const ground = {
    get checkpointPeriod() {
      return chain.configuration.parameters.checkpointPeriod
    },
    standsOn: (target: Checkpoint, source: Checkpoint) =>
      target.height > tree.root.height
        ? tree.has(toHex(target.hash)) &&
          (tree.standsOn(toHex(target.hash), toHex(source.hash)) || isBelowRoot(chain, source))
        : isBelowRoot(chain, target),
    votersOf: (source: Checkpoint) => votersOf(chain, source),
  }
  const justified = [final.hash, chain.head.hash].flatMap((hash) =>
    recordedJustified(stateAt(chain, hash), network),
  )
  const count = new FinalityCount(ground, { justified, final })
  for (const vote of readVotes(chain.store)) count.add(vote)
  return count
}

type Unfinal = Omit<Chain, 'finality'>

/** On the chain, at or below the block that was final when the tree began: everything in the tree stands on it. */
function isBelowRoot({ blocks, tree }: Unfinal, { height, hash }: Checkpoint): boolean {
  const there = height <= tree.root.height ? blocks.hashAt(height) : undefined
  return there !== undefined && equalBytes(there, hash)
}

/** By the state after the checkpoint's own block; the head's says the same of what it has not forgotten. */
function votersOf(chain: Unfinal, { height, hash }: Checkpoint): readonly Uint8Array[] | undefined {
  const { blocks, tree, state } = chain
  const there = blocks.hashAt(height)
  const isOnChain = there !== undefined && equalBytes(there, hash)
  if (isOnChain && height >= chainEntry(state).final.height) return votersFor(state, height)
  const name = toHex(hash)
  if (tree.has(name))
    return tree.bodyOf(name) === 'good' ? votersFor(stateAt(chain, hash), height) : undefined
  return isOnChain ? votersFor(stateAt(chain, fromHex(tree.root.name)), height) : undefined
}

/** Takes a vote whose signature holds; it is on disk before it counts, beside others of its key that contradict it. */
export function takeVote(chain: Chain, vote: Vote): VoteOutcome {
  if (vote.target.height > chain.finality.floor && !chain.finality.knows(vote)) {
    const key = treeKey(vote.target.height, concatBytes(vote.key, voteHash(vote)))
    chain.store.commit([{ space: 'vote', key, value: encodeVote(vote) }])
  }
  return chain.finality.add(vote)
}

/** The votes of a certificate that a valid block has recorded: its signatures were checked with the block. */
export function takeCertificate(chain: Chain, certificate: Certificate): void {
  const { source, target, voters, signatures } = certificate
  const keys = chain.finality.votersFrom(source)
  const signers = keys.filter((_, i) => ((voters[i >> 3] ?? 0) >> (i & 7)) & 1)
  for (const [at, key] of signers.entries()) {
    const signature = must(signatures[at], 'a signer has a signature')
    takeVote(chain, { source, target, key, signature })
  }
}

/** After the head followed: what is final for good leaves the tree, with everything that does not stand on it. */
export function settleFinal(chain: Chain): void {
  const { tree, finality, store, side, blocks } = chain
  const { final } = finality
  if (final.height <= tree.root.height) return
  const gone = tree.prune(toHex(final.hash)).map((name) => fromHex(name))
  const recorded = recordedFinal(chain, final.hash)
  finality.forgetBelow(recorded)
  const lost = gone.filter((hash) => !isBelowRoot(chain, { height: heightOf(chain, hash), hash }))
  for (const hash of gone) {
    side.delete(toHex(hash))
    chain.recorded.delete(toHex(hash))
    chain.penalties.delete(toHex(hash))
    const header = blocks.header(hash)
    if (header) chain.draws.delete(drawName(header))
  }
  const old = [...forgetVotes(store, recorded), ...undoPruneWrites(store, recorded)]
  store.commit([...pruneWrites(store, final.height, lost), ...old, ...bodyPruneWrites(chain, recorded)])
  blocks.forget(lost)
  const header = blocks.header(final.hash)
  if (header) chain.configurations.forgetUnvoted(header)
}

/** The height that the branch has recorded as final up to a valid block: no certificate starts below it. */
function recordedFinal(chain: Unfinal, hash: Uint8Array): number {
  return chain.recorded.get(toHex(hash)) ?? chainEntry(stateAt(chain, hash)).final.height
}

const heightOf = ({ blocks }: Chain, hash: Uint8Array) => blocks.header(hash)?.height ?? 0

function readVotes(store: Store): readonly Vote[] {
  return [...store.range('vote', be32(0))].map(([, value]) => must(decodeVote(value), 'a stored vote parses'))
}

/** So many at most in one commit: a store of before is cleared bit by bit. */
const MOST_UNDO = 1_000
/** So many blocks can be judged again by other values (configuration.md 5); snapshots look back less far. */
const REPLAYED = 1_000

/** What the branch has recorded as final is never undone, not even by a node that starts again: old undo sets go. */
export function undoPruneWrites(store: Store, recorded: number): Write[] {
  const writes: Write[] = []
  for (const [key] of store.range('undo', be32(0), be32(Math.max(0, recorded - REPLAYED)))) {
    writes.push({ space: 'undo', key, value: undefined })
    if (writes.length === MOST_UNDO) break
  }
  return writes
}

function forgetVotes(store: Store, upTo: number): Write[] {
  return [...store.range('vote', be32(0), be32(upTo + 1))].map(([key]) => ({
    space: 'vote',
    key,
    value: undefined,
  }))
}
