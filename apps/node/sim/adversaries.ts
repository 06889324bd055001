import {
  type Block,
  blockHash,
  buildBlock,
  decodeBlock,
  decodeVote,
  encodeBlock,
  encodeVote,
  findSlot,
  signHeader,
  signVote,
  stakes,
  type Vote,
} from '@vc/consensus'
import { equalBytes } from '@vc/crypto'
import { must } from '@vc/kernel'
import { parentOf } from '../src/chain/judge-on-branch.ts'
import { hashOf, stateAt } from '../src/chain/state-at.ts'
import type { SignState } from '../src/keys/sign-state.ts'
import type { CorePort } from '../src/network/port.ts'
import { type Message, messageOf, receive } from './links.ts'
import { Member, type World } from './member.ts'
import type { Random } from './random.ts'

/** Signs whatever it is asked for. */
const shameless: SignState = {
  maySignBlock: () => true,
  maySignVote: () => true,
  lastVote: () => undefined,
  lastSlot: () => 0,
  close: () => undefined,
}

class Adversary extends Member {
  override readonly isHelpful = false
  protected readonly random: Random

  constructor(world: World, at: number) {
    super(world, at, { forgetful: false })
    this.random = world.random.fork(`adversary ${at}`)
  }

  protected get key() {
    return must(this.world.founded.keys[this.at], 'a key')
  }

  protected override signState(): SignState {
    return shameless
  }

  /** Nobody watches what it signs. */
  protected override port(): CorePort {
    return this.world.links.portOf(this.name)
  }

  /** Half of the others, never the same for long. */
  protected halves(): readonly [readonly string[], readonly string[]] {
    const others = this.world.links.others(this.name)
    const first = others.filter(() => this.random.chance(500))
    return [first, others.filter((name) => !first.includes(name))]
  }

  protected send(message: Message, to?: readonly string[]): void {
    this.world.links.publish(this.name, message, to)
  }
}

/** Signs two headers of each draw and two votes of each height, and shows each half of the network another. */
export class Equivocator extends Adversary {
  protected override port(): CorePort {
    return {
      ...this.world.links.portOf(this.name),
      announceBlock: (bytes) => this.#twice('block', bytes, this.#twinBlock(bytes)),
      announceVote: (bytes) => this.#twice('vote', bytes, this.#twinVote(bytes)),
    }
  }

  #twice(topic: 'block' | 'vote', one: Uint8Array, other: Uint8Array | undefined): void {
    const [left, right] = this.halves()
    this.send(messageOf(topic, [one]), left)
    this.send(messageOf(topic, [other ?? one]), right)
  }

  /** The same block with a ballot: another hash, nothing else. */
  #twinBlock(bytes: Uint8Array): Uint8Array | undefined {
    const decoded = decodeBlock(bytes, bytes.length)
    if (!decoded.ok || !equalBytes(decoded.value.header.producerKey, this.key.producerKey)) return undefined
    const header = { ...decoded.value.header, ballots: [this.random.bytes(32)] }
    return encodeBlock({ ...decoded.value, header: signHeader(header, this.key.stakeSecret) })
  }

  /** For another block of that height when there is one, else for none that exists. */
  #twinVote(bytes: Uint8Array): Uint8Array | undefined {
    const vote = decodeVote(bytes)
    if (!vote || !this.node) return undefined
    const { tree, network } = this.node.chain
    const rivals = tree
      .blocks()
      .filter(({ height }) => height === vote.target.height)
      .map(({ name }) => hashOf(name))
    const other = rivals.find((hash) => !equalBytes(hash, vote.target.hash)) ?? this.random.bytes(32)
    const target = { height: vote.target.height, hash: other }
    return encodeVote(signVote(network, { source: vote.source, target }, this.key.stakeSecret))
  }
}

/** Keeps its blocks and votes back and shows them when it suits; answers nobody. */
export class Withholder extends Adversary {
  protected override port(): CorePort {
    const later = (topic: 'block' | 'vote', bytes: Uint8Array) => {
      if (this.random.chance(200)) return
      this.world.events.after(this.random.below(30_000), () => this.send(messageOf(topic, [bytes])))
    }
    return {
      ...this.world.links.portOf(this.name),
      announceBlock: (bytes) => later('block', bytes),
      announceVote: (bytes) => later('vote', bytes),
    }
  }
}

/** Makes a block on every tip that its draw wins, tries other draws than its own, and shows everything. */
export class Grinder extends Adversary {
  #drawn = 0

  protected override tick(): void {
    this.node?.core.standing()
    const now = Math.floor(this.now() / 1_000)
    const { chain } = this.node ?? {}
    if (!chain) return
    const { tree } = chain
    const tips = tree
      .blocks()
      .filter(({ name }) => tree.bodyOf(name) === 'good' && tree.childrenOf(name).length < 3)
    for (const { name } of tips.slice(-6))
      this.#makeOn(hashOf(name), Math.max(this.#drawn + 1, now - 20), now)
    this.#drawn = now
    super.tick()
  }

  #makeOn(hash: Uint8Array, from: number, to: number): void {
    const { chain } = must(this.node, 'the node runs')
    const state = stateAt(chain, hash)
    const parent = parentOf(chain, hash, false)
    const { context } = chain
    for (const stake of stakes(state)) {
      if (!equalBytes(stake.producerKey, this.key.producerKey)) continue
      const slot = findSlot({ stake, parent, state, context, from, to })
      const reveal = this.key.reveals.revealOf(stake.commitment)
      if (!reveal) continue
      // A time that is not after the parent's can only be written over another.
      const built = buildBlock({
        ...{ parent, state, context, candidates: [], reveal },
        time: slot?.time ?? Math.max(to, parent.header.time + 1),
        stake: stake.outpoint,
        secretKey: this.key.stakeSecret,
      })
      if (!built.ok) continue
      const block = slot ? built.value.block : this.#dated(built.value.block, to)
      this.send(messageOf('block', [encodeBlock(block)]))
      if (slot) receive(chainCore(this), messageOf('block', [encodeBlock(block)]), 'self')
      this.#grind(block)
    }
  }

  #dated(block: Block, time: number): Block {
    if (block.header.time === time) return block
    return { ...block, header: signHeader({ ...block.header, time }, this.key.stakeSecret) }
  }

  /** Another beacon, another time, another amount: nothing of it can be chosen. */
  #grind(block: Block): void {
    const { header } = block
    const tries = [
      { beaconHash: this.random.bytes(32) },
      { time: header.time + 1 },
      { stakeAmount: header.stakeAmount * 2n },
      { bits: header.bits + 1 },
    ]
    const forged = signHeader({ ...header, ...this.random.pick(tries) }, this.key.stakeSecret)
    if (!equalBytes(blockHash(forged), blockHash(header))) {
      this.send(messageOf('block', [encodeBlock({ ...block, header: forged })]))
    }
  }
}

const chainCore = (member: Member) => must(member.core(), 'the node runs')

/** Sends what nobody should understand: changed bytes of good messages, in any topic. */
export class Babbler extends Adversary {
  protected override port(): CorePort {
    const port = this.world.links.portOf(this.name)
    const babble = (bytes: Uint8Array) => {
      const changed = bytes.map((byte) => (this.random.chance(5) ? this.random.below(256) : byte))
      const topic = this.random.pick(['block', 'vote', 'evidence', 'transactions'] as const)
      const cut = this.random.chance(300) ? this.random.below(changed.length) : changed.length
      this.send(messageOf(topic, [changed.subarray(0, cut)]))
    }
    return {
      ...port,
      announceBlock: (bytes) => {
        babble(bytes)
        port.announceBlock(bytes)
      },
      announceVote: (bytes) => {
        babble(bytes)
        port.announceVote(bytes)
      },
    }
  }
}

/** Votes in the name of all others, for another block with each half, which only works where signatures are not checked. */
export class Forger extends Adversary {
  protected override port(): CorePort {
    const port = this.world.links.portOf(this.name)
    return {
      ...port,
      announceVote: (bytes) => {
        port.announceVote(bytes)
        const vote = decodeVote(bytes)
        if (vote) this.#forge(vote)
      },
    }
  }

  #forge(vote: Vote): void {
    const blocks = this.node?.chain.tree.blocks() ?? []
    const rivals = blocks
      .filter(({ height }) => height === vote.target.height)
      .map(({ name }) => hashOf(name))
    const halves = this.halves()
    for (const [at, half] of halves.entries()) {
      const target = { height: vote.target.height, hash: rivals[at] ?? vote.target.hash }
      for (const { producerKey } of this.world.founded.keys) {
        this.send(messageOf('vote', [encodeVote({ ...vote, target, key: producerKey })]), half)
      }
    }
  }
}

export const adversaries = [Equivocator, Withholder, Grinder, Babbler, Forger]
