import { type Block, blockHash, type Checkpoint, decodeBlock } from '@vc/consensus'
import { assert, must } from '@vc/kernel'
import { type Changes, type Overlay, txidOf } from '@vc/ledger'
import { be32, headWrite } from '../chain/chain-store.ts'
import { joinedWrite } from '../chain/joined.ts'
import { indexVersionWrite } from '../chain/renew-index.ts'
import type { SnapshotOffer } from '../network/snapshot-messages.ts'
import { stateWrites } from '../storage/state-reader.ts'
import type { Store, Write } from '../storage/store.ts'
import type { Joining, JoinParts } from './joining.ts'

const BATCH = 5_000

/**
 * Writes what was judged as the node's own: state, blocks at hand, documents; the head last of all, so that a store with a
 * head is whole and one without is filled again with the same. Gives the head.
 */
export function writeJoined(
  { store, chain, genesis }: JoinParts,
  { kept }: Joining,
  of: { readonly offer: SnapshotOffer; readonly state: Overlay; readonly blocks: readonly Block[] },
): Checkpoint {
  const { height, hash, chunks } = of.offer
  writeState(store, of.state.changes())
  const first = decodeBlock(genesis, chain.configuration.parameters.maxBlockBytes)
  assert(first.ok, 'genesis was judged')
  const documents = [...chain.store.range('document', new Uint8Array([0]))]
  store.commit([
    { space: 'block', key: chain.network, value: genesis },
    ...documents.map(([key, value]): Write => ({ space: 'document', key, value })),
    ...[first.value, ...of.blocks].flatMap((block) => placeWrites(block, height)),
  ])
  const above = Array.from({ length: kept.tip() - height }, (_, i) => height + 1 + i)
  store.commit([
    ...above.flatMap((at) => headerGone(must(kept.headerAt(at), 'a header'))),
    ...kept.leftovers(chunks),
    joinedWrite(height),
    indexVersionWrite,
    headWrite(hash),
  ])
  return { height, hash }
}

function writeState(store: Store, changes: Changes): void {
  const writes = stateWrites(changes)
  for (let at = 0; at < writes.length; at += BATCH) store.commit(writes.slice(at, at + BATCH))
}

/** Where the transactions of a block stand; a block above the one joined from is fetched again as any other. */
function placeWrites({ header, transactions }: Block, most: number): readonly Write[] {
  if (header.height > most) return [{ space: 'block', key: blockHash(header), value: undefined }]
  const value = be32(header.height)
  return transactions.map((transaction): Write => ({ space: 'transaction', key: txidOf(transaction), value }))
}

const headerGone = (header: Block['header']): readonly Write[] => [
  { space: 'index', key: be32(header.height), value: undefined },
  { space: 'header', key: blockHash(header), value: undefined },
]
