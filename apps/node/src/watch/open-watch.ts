import type { NodeFinality, NodePeers, NodeStatus } from '@vc/client'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import { ROLE_VOTER } from '@vc/ledger'
import type { Network } from '../network/network.ts'
import type { NetworkCore } from '../network/port.ts'
import { reachOf } from '../network/reach.ts'
import type { StoreSize } from '../storage/store.ts'
import { judgeHealth, seesNoFinality } from './judge-health.ts'
import type { NodeFacts } from './node-facts.ts'

/** What can be said of a node from outside its chain: whom it reaches, whether it sees finality, what ails it. */
export type Watch = {
  readonly facts: () => NodeFacts
  readonly finality: () => NodeFinality
  readonly peers: () => NodePeers
}

/** Watches a node. `network` absent: a node alone, which reaches only itself. `self`: its peer key, hex. */
export function openWatch(of: {
  readonly status: () => NodeStatus
  readonly core: Pick<NetworkCore, 'members' | 'isSynchronised'>
  readonly network: Network | undefined
  readonly isConserved: () => boolean
  readonly isStopped: () => boolean
  readonly store: () => StoreSize
  /** Of the version in force now: votes may change it. */
  readonly blockInterval: () => number
  readonly clock: Clock
}): Watch {
  const { core, network, clock } = of
  const final = ageOf(clock)
  const inReach = () =>
    new Set((network?.peers() ?? []).filter((peer) => peer.inReach).map(({ peer }) => peer))
  const reach = () => {
    if (!network) return alone(core)
    return reachOf(core.members(), new Set([...inReach(), network.self().peer]))
  }
  const facts = (): NodeFacts => {
    const { head, justified, final: newest, mempool } = of.status()
    const skew = network?.clockSkewMs()
    return {
      height: head.height,
      head: head.hash,
      justified: justified.height,
      final: newest.height,
      headAge: Math.max(0, clock.nowMs() / 1000 - head.time),
      finalAge: final(newest.height),
      mempool,
      peers: network?.peers().length ?? 0,
      ...reach(),
      clockSkew: skew === undefined ? undefined : skew / 1000,
      offences: network?.offences() ?? 0,
      isSynchronised: core.isSynchronised(),
      isConserved: of.isConserved(),
      isStopped: of.isStopped(),
      store: of.store(),
      blockInterval: of.blockInterval(),
    }
  }
  return {
    facts,
    finality: () => {
      const now = facts()
      const { votersInReach, voters, quorum, finalAge } = now
      return { seen: !seesNoFinality(now), votersInReach, voters, quorum, age: finalAge }
    },
    peers: () => {
      const now = facts()
      const heard = network ? new Set([...inReach(), network.self().peer]) : undefined
      return {
        ...(network ? { self: network.self() } : {}),
        peers: [...(network?.peers() ?? [])],
        voters: votersOf(core, heard),
        ailments: [...judgeHealth(now)],
        offences: now.offences,
        ...(now.clockSkew === undefined ? {} : { clockSkew: now.clockSkew }),
      }
    },
  }
}

/** A node without peers is the only voter that there is to hear of. */
function alone(core: Pick<NetworkCore, 'members'>) {
  const reach = reachOf(core.members(), new Set())
  return { ...reach, votersInReach: Math.min(1, reach.voters) }
}

function votersOf(core: Pick<NetworkCore, 'members'>, heard: ReadonlySet<string> | undefined) {
  const voters = core.members().filter(({ roles }) => (roles & ROLE_VOTER) !== 0)
  return voters.map(({ peerKey, stakeKey }) => {
    const peer = toHex(peerKey)
    return { peer, stakeKey: toHex(stakeKey), inReach: heard?.has(peer) ?? voters.length === 1 }
  })
}

/** Seconds since a height last grew, as far as this process has seen it. */
function ageOf(clock: Clock): (height: number) => number {
  let [known, since] = [-1, clock.nowMs()]
  return (height) => {
    if (height > known) [known, since] = [height, clock.nowMs()]
    return Math.max(0, (clock.nowMs() - since) / 1000)
  }
}
