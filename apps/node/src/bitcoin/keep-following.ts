import type { Clock } from '@vc/kernel'
import type { Logger } from 'pino'
import { decodeBeaconAnswer, encodeBeaconQuestion } from '../network/beacon-messages.ts'
import type { Network } from '../network/network.ts'
import type { PeerName } from '../network/port.ts'
import { type Followed, followPeer, followRpc } from './follow.ts'
import type { HeaderBook } from './header-book.ts'
import { type BitcoinRpc, BitcoinRpcError } from './rpc.ts'

/** A source is asked again after so long. */
const EVERY_MS = 10_000

export type FollowParts = {
  readonly book: HeaderBook
  /** Absent: headers come of peers alone. */
  readonly rpc: BitcoinRpc | undefined
  readonly network:
    | (Pick<Network, 'ask' | 'cutOff'> & { readonly port: Pick<Network['port'], 'peers'> })
    | undefined
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Follows Bitcoin's headers: of the own bitcoind, and of one peer after the other, since one member with a bitcoind is
 * enough (consensus.md 5). To be called every second; it does not wait, and asks nobody while an answer is open. A peer
 * that tells what no header is is cut off; a bitcoind that does so is only said to the operator.
 */
export function keepFollowing({ book, rpc, network, clock, log }: FollowParts): () => void {
  let due = Number.NEGATIVE_INFINITY
  let isBusy = false
  let turn = 0
  const ofPeer = async () => {
    const peers = network?.port.peers() ?? []
    const peer = peers[turn % Math.max(1, peers.length)]
    turn += 1
    if (!network || !peer) return
    const outcome = await followPeer(book, (height) => ask(network, peer, height))
    if (isLie(outcome)) network.cutOff(peer, 'lies')
    tell(log, peer, outcome)
  }
  const round = async () => {
    if (rpc) await ofRpc(book, rpc, log)
    await ofPeer()
  }
  return () => {
    if (isBusy || clock.nowMs() < due) return
    isBusy = true
    due = clock.nowMs() + EVERY_MS
    void round()
      .catch((error: unknown) => log.error({ error: String(error) }, 'bitcoin'))
      .finally(() => {
        isBusy = false
      })
  }
}

async function ofRpc(book: HeaderBook, rpc: BitcoinRpc, log: Logger): Promise<void> {
  try {
    tell(log, 'bitcoind', await followRpc(book, rpc))
  } catch (error) {
    if (!(error instanceof BitcoinRpcError)) throw error
    log.warn({ code: error.code }, 'bitcoin')
  }
}

async function ask(network: NonNullable<FollowParts['network']>, peer: PeerName, height: number) {
  const answer = await network.ask(peer, 'beacon', encodeBeaconQuestion(height))
  const headers = answer && decodeBeaconAnswer(answer)
  if (answer && !headers) network.cutOff(peer, 'lies')
  return headers
}

const harmless: ReadonlySet<Followed> = new Set<Followed>(['current', 'advanced', 'behind', 'silent'])
/** Of another chain is who has another anchor's headers: nobody of this network. */
const isLie = (outcome: Followed) => !harmless.has(outcome)

function tell(log: Logger, source: string, outcome: Followed): void {
  if (isLie(outcome)) log.error({ source, code: outcome }, 'bitcoin')
  else if (outcome === 'behind') log.warn({ source, code: outcome }, 'bitcoin')
}
