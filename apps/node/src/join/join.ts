import {
  type Checkpoint,
  judgeSnapshot,
  netValue,
  type SnapshotGround,
  type SnapshotRefusal,
} from '@vc/consensus'
import { must, type Result, refuse } from '@vc/kernel'
import type { Overlay } from '@vc/ledger'
import type { PeerName } from '../network/port.ts'
import { decodeChunk, encodeSnapshotOffer, type SnapshotOffer } from '../network/snapshot-messages.ts'
import type { Work } from '../turns.ts'
import { isAnchored, isOnHeaders } from './believe-offer.ts'
import { chooseOffer } from './choose-offer.ts'
import { fetchBlocks, fetchChunks } from './fetch-bodies.ts'
import { fetchHeaders } from './fetch-headers.ts'
import { joinStore } from './join-store.ts'
import type { Joining, JoinParts, JoinProgress, Offered } from './joining.ts'
import { learntRules } from './learn-rules.ts'
import { stateInto } from './state-into.ts'
import { writeJoined } from './write-joined.ts'

/**
 * Takes the state of a final block from peers instead of judging every block since genesis (consensus.md 20, 4): headers from
 * genesis, a snapshot that a believed certificate makes final, and the blocks around it. The store has no head before all of
 * it adds up, and without one nobody takes what lies there for a state. Who lies is cut off, and it goes on with others. Gives the block that it stands on.
 */
export async function joinBySnapshot(parts: JoinParts): Promise<Checkpoint> {
  const joining = openJoining(parts)
  for (;;) {
    const joined = await attempt(joining, parts)
    if (joined) return joined
    await parts.pause()
  }
}

function openJoining({ store, chain, network, log, progress }: JoinParts): Joining {
  const silences = new Map<PeerName, number>()
  const rules = learntRules(store)
  let done: JoinProgress = { headers: 0, ofHeaders: 0, chunks: 0, ofChunks: 0 }
  return {
    kept: joinStore(store, must(chain.blocks.header(chain.network), 'genesis has its header')),
    ...{
      network: chain.network,
      genesisState: chain.state,
      trusted: chain.trusted,
      checks: chain.checks,
      log,
    },
    rules,
    parametersOf: (id) => (chain.configurations.find(id) ?? rules.find(id))?.parameters,
    ask: network.ask,
    patientFirst: (among = network.port.peers()) => {
      const here = new Set(network.port.peers())
      const sorted = among.toSorted((a, b) => (silences.get(a) ?? 0) - (silences.get(b) ?? 0))
      return sorted.filter((peer) => here.has(peer))
    },
    silent: (peer) => {
      silences.set(peer, (silences.get(peer) ?? 0) + 1)
      return false
    },
    lied: (peer, about) => {
      log.warn({ peer, about }, 'a peer lied about a snapshot')
      network.cutOff(peer, 'lies')
      return false
    },
    progress: (now) => {
      done = { ...done, ...now }
      progress?.(done)
    },
  }
}

/** One round; undefined when it has to be tried again, with the others or later. */
async function attempt(of: Joining, parts: JoinParts): Promise<Checkpoint | undefined> {
  const offered = await chooseOffer(of)
  if (!offered) return undefined
  const { offer } = offered
  of.kept.choose(encodeSnapshotOffer(offer))
  const told = new Set<PeerName>()
  const proof = offer.certificate.source
  const top = Math.max(proof.height, of.trusted?.height ?? 0)
  of.progress({ ofHeaders: top, headers: of.kept.tip(), ofChunks: offer.chunks.length })
  if (!(await fetchHeaders(of, top, told))) return undefined
  of.progress({ headers: of.kept.tip() })
  if (!isBranchRight(of, offered, told)) return undefined
  if (!(await fetchChunks(of, offered))) return undefined
  const blocks = await fetchBlocks(of, offer.from + 1, proof.height)
  if (!blocks) return undefined
  const state = await parts.turns.run(judge(of, parts, { offer, blocks }))
  if (state.ok) return writeJoined(parts, of, { offer, state: state.value, blocks })
  refuseOffer(of, offered, state.refusal)
  return undefined
}

/** The headers hold what is believed, else who told them lied; then what is offered, else who offers it. */
function isBranchRight(of: Joining, { offer, peers }: Offered, told: ReadonlySet<PeerName>): boolean {
  const isTrusted = !of.trusted || isOnHeaders(of, of.trusted)
  const isBelieved = isAnchored(of, offer) === 'trusted' || isOnHeaders(of, offer.certificate.source)
  if (!isTrusted || !isBelieved) {
    for (const peer of told) of.lied(peer, 'headers')
    of.kept.dropHeaders()
    return false
  }
  if (isOnHeaders(of, offer) && isOnHeaders(of, offer.certificate.source)) return true
  for (const peer of peers) of.lied(peer, 'offer')
  return false
}

function* judge(
  of: Joining,
  parts: JoinParts,
  { offer, blocks }: Pick<SnapshotGround, 'blocks'> & Pick<Offered, 'offer'>,
): Work<Result<Overlay, SnapshotRefusal>> {
  const { height, from, certificate } = offer
  const { network, parametersOf, checks, kept } = of
  const entries = entriesOf(of, offer)
  const into = yield* stateInto(parts)
  const judged = yield* judgeSnapshot(
    { height, from, certificate, entries },
    { network, headerAt: kept.headerAt, parametersOf, checks, blocks, into },
  )
  const isConserved = !judged.ok || netValue(judged.value) === netValue(of.genesisState)
  return isConserved ? judged : refuse({ code: 'snapshot-totals', facts: { height } })
}

/** A chunk that does not parse holds one entry that is none. */
function* entriesOf({ kept }: Joining, { chunks }: SnapshotOffer): Iterable<Uint8Array> {
  for (const digest of chunks) {
    yield* decodeChunk(must(kept.chunk(digest), 'all chunks are here')) ?? [new Uint8Array(0)]
  }
}

/** Its chunks have the digests that were offered, so who offered them lied; unless it is this node that lacks something. */
function refuseOffer(of: Joining, { offer, peers }: Offered, { code, facts }: SnapshotRefusal): void {
  of.log.warn({ code, facts, height: offer.height }, 'snapshot refused')
  if (code === 'snapshot-configuration') return
  for (const peer of peers) of.lied(peer, code)
  of.kept.dropChunks(offer.chunks)
}
