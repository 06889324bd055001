import { type GossipSub, type GossipSubComponents, type GossipsubOpts, gossipsub } from '@libp2p/gossipsub'
import { createPeerScoreParams, createTopicScoreParams, type PeerScoreParams } from '@libp2p/gossipsub/score'
import type { Connection, PeerId } from '@libp2p/interface'
import { toHex } from '@vc/crypto'
import {
  GOSSIP_WRITE_BUFFER,
  LARGEST_RPC,
  MOST_CONNECTIONS,
  MOST_GOSSIP_STREAMS,
  MOST_IN_RPC,
} from './limits.ts'
import { messageId } from './message-id.ts'
import { sendInPieces } from './rpc-pieces.ts'
import { type Topic, topics } from './transport.ts'

/** Below this score a peer's messages are not even looked at, and its connection ends. */
export const GRAYLIST = -80
/** About thirteen wrong messages in a short time: `-weight/2 · n²` passes the limit. */
const INVALID_WEIGHT = -1

export type Gossip = GossipSub & { readonly getScore: (peer: string) => number }

/** `/vdn/<16 hex of the network id>/<topic>/1` for each topic. */
export function topicNames(networkId: Uint8Array): ReadonlyMap<string, Topic> {
  const prefix = toHex(networkId.subarray(0, 8))
  return new Map(topicList().map((topic) => [`/vdn/${prefix}/${topic}/1`, topic]))
}

const topicList = () => Object.keys(topics).filter(isTopic)
const isTopic = (name: string): name is Topic => Object.hasOwn(topics, name)

const idText = (id: Uint8Array) => Buffer.from(id).toString('base64')

/**
 * Gossipsub with the numbers of consensus.md 19 and the bounds of reliability.md 1.4. `standing`: of a peer by its id, what
 * membership and stake are worth (`standing.ts`).
 */
export function openGossip(
  names: ReadonlyMap<string, Topic>,
  standing: (peer: string) => number,
): (components: GossipSubComponents) => Gossip {
  const options: Partial<GossipsubOpts> = {
    D: 8,
    Dlo: 6,
    Dhi: 12,
    heartbeatInterval: 700,
    floodPublish: true,
    doPX: false,
    emitSelf: false,
    // A message is put into bytes once for all peers; it is one, so none of them need be in pieces.
    batchPublish: true,
    // Votes that may still count are said again to whoever comes.
    seenTTL: 30_000,
    fallbackToFloodsub: false,
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    globalSignaturePolicy: 'StrictSign',
    allowedTopics: new Set(names.keys()),
    maxTopicBytesPerPeer: 16_384,
    maxInboundDataLength: LARGEST_RPC,
    maxOutboundBufferSize: GOSSIP_WRITE_BUFFER,
    maxInboundStreams: MOST_GOSSIP_STREAMS,
    maxOutboundStreams: MOST_GOSSIP_STREAMS,
    decodeRpcLimits: {
      maxSubscriptions: MOST_IN_RPC,
      maxMessages: MOST_IN_RPC,
      maxIhaveMessageIDs: MOST_IN_RPC,
      maxIwantMessageIDs: MOST_IN_RPC,
      maxIdontwantMessageIDs: MOST_IN_RPC,
      maxControlMessages: MOST_IN_RPC,
      maxPeerInfos: 16,
    },
    msgIdFn: (message) => messageId(message.topic, message.data),
    msgIdToStrFn: idText,
    // A message seen before costs no signature check.
    fastMsgIdFn: ({ topic, data }) => idText(messageId(topic, data ?? new Uint8Array())),
    scoreThresholds: { gossipThreshold: -20, publishThreshold: -40, graylistThreshold: GRAYLIST },
    scoreParams: scoreParams(names, standing),
  }
  return (components) =>
    sendInPieces(gossipsub(options)(components) as Gossip, MOST_IN_RPC, LARGEST_RPC - 4_096)
}

/** Of our own Gossip: what opens the stream to a peer, one after the other, and none where there is one. */
type Opening = {
  readonly peers: ReadonlyMap<string, unknown>
  readonly streamsOutbound: ReadonlyMap<string, unknown>
  readonly outboundInflightQueue: { readonly push: (of: Line) => unknown }
}
type Line = { readonly peerId: PeerId; readonly connection: Connection }

/**
 * Opens a stream to each peer that has none although its line lives. A peer that lags behind by more than the buffer loses
 * its stream, and the library opens none before it connects anew: it would hear no gossip for ever.
 */
export function openLostStreams(gossip: Gossip, connections: readonly Connection[]): void {
  const opening = gossip as unknown as Opening
  for (const connection of connections) {
    const { remotePeer: peerId, status } = connection
    const id = peerId.toString()
    const isLost = status === 'open' && opening.peers.has(id) && !opening.streamsOutbound.has(id)
    if (isLost) opening.outboundInflightQueue.push({ peerId, connection })
  }
}

/** What makes up the score of a peer (reliability.md 1.4). */
export function scoreParams(
  names: ReadonlyMap<string, Topic>,
  standing: (peer: string) => number,
): PeerScoreParams {
  const topicScores = Object.fromEntries([...names.keys()].map((name) => [name, topicScore]))
  const ours = { appSpecificScore: standing, appSpecificWeight: 1 }
  return createPeerScoreParams({ topics: topicScores, ...manners, ...neighbours, ...ours })
}

/**
 * As many peers as may connect at all may share an address (P6). It is to make many made-up peers dear; here the council
 * admits each by its peer id, and members behind one gateway, or all nodes of a machine, come from one address. The
 * library's limit of ten would let the mesh of thirteen such nodes fall apart.
 */
const neighbours = { IPColocationFactorThreshold: MOST_CONNECTIONS, IPColocationFactorWeight: -5 }

/** A member that was killed and starts again grafts and promises anew: that is no offence, doing it without end is. */
const manners = { behaviourPenaltyWeight: -1, behaviourPenaltyThreshold: 6, behaviourPenaltyDecay: 0.9 }

/** Members are few and often silent: only wrong messages count against them, not missing ones. */
const topicScore = createTopicScoreParams({
  timeInMeshCap: 10,
  firstMessageDeliveriesCap: 10,
  meshMessageDeliveriesWeight: 0,
  meshFailurePenaltyWeight: 0,
  invalidMessageDeliveriesWeight: INVALID_WEIGHT,
  invalidMessageDeliveriesDecay: 0.97,
})
