import { netValue } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { HeaderBook } from '../bitcoin/header-book.ts'
import type { Network } from '../network/network.ts'
import type { Node } from '../node.ts'
import type { NodeFace, WatchedFace } from '../rpc/node-face.ts'
import type { StoreSize } from '../storage/store.ts'
import { openWatch, type Watch } from './open-watch.ts'

/** What is watched of a running node; its value may never become another than it was at this moment. */
export function watchOf(
  { face, core, chain }: Node,
  {
    network,
    store,
    clock,
  }: {
    readonly network: Network | undefined
    readonly store: () => StoreSize
    readonly clock: Clock
  },
): Watch {
  const blockInterval = () => chain.configuration.parameters.blockInterval
  const founded = netValue(chain.state)
  const isConserved = () => netValue(chain.state) === founded
  const isStopped = () => chain.configurations.stopAfter(chain.head.hash) !== undefined
  const of = { status: face.status, core, network, isConserved, isStopped, store }
  return openWatch({ ...of, blockInterval, clock })
}

/** The metrics' library is loaded only for who watches. */
export async function openWatching({ facts }: Watch, host: string, port: number) {
  const { openWatchServer } = await import('./watch-server.ts')
  return openWatchServer({ host, port, facts })
}

/** What a node answers, with what only who watches it knows. */
export function watchedFace(face: NodeFace, watch: Watch, book: HeaderBook | undefined): WatchedFace {
  const status = () => ({ ...face.status(), finality: watch.finality(), ...(book ? bitcoinOf(book) : {}) })
  return { ...face, status, peers: watch.peers }
}

function bitcoinOf(book: HeaderBook) {
  const { height, hash } = book.tip()
  return { bitcoin: { height, hash: toHex(hash.toReversed()), isFresh: book.isFresh() } }
}
