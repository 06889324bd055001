import {
  BlockTree,
  type Checkpoint,
  chooseVote,
  drawProof,
  FinalityCount,
  genesisBitsOf,
  type Link,
  numberOf,
  type Parameters,
  production,
  retarget,
  type TreeBlock,
  targetOf,
  weightOf,
} from '@vc/consensus'
import { fromHex, sha256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Events } from './events.ts'
import { type Random, randomOf } from './random.ts'

/** A block without a body: what draw, target, fork choice and votes need. */
type Light = TreeBlock & { readonly bits: number; readonly producer: number }

export type Statistics = {
  /** Seconds between blocks of the final chain, in the mean. */
  readonly interval: number
  /** Of all blocks, those that are not on it, permille. */
  readonly orphans: number
  /** Blocks made by each producer, and those of them on the final chain. */
  readonly made: readonly number[]
  readonly kept: readonly number[]
  /** Seconds from a block to its being final, ascending. */
  readonly finalAfter: readonly number[]
  /** Blocks on top of a block when it was justified, ascending. */
  readonly depthAtJustified: readonly number[]
}

/** A network of members that each draw, follow GHOST and vote by the rules of this repository, in modelled time. */
export function measure(of: {
  readonly stakes: readonly bigint[]
  readonly seconds: number
  /** Milliseconds that a message takes, at least and at most. */
  readonly latency: readonly [number, number]
  /** Of the draws and of how long messages take. */
  readonly seed: number
  /** A producer that draws against every head lighter than its stake. */
  readonly sniper?: number
  /** Where the network differs from the default. */
  readonly rules?: Partial<Pick<Parameters, 'blockInterval' | 'retargetWindow' | 'versionWindow'>>
}): Statistics {
  const random = randomOf(of.seed)
  const all = of.stakes.reduce((sum, stake) => sum + stake, 0n)
  const spec = production({ beaconSeed: '00'.repeat(32), rpIds: [], origins: [] })
  const plain = { ...spec, ...of.rules }
  const parameters = { ...plain, genesisBits: genesisBitsOf(all, plain) }
  const { stakes, latency, sniper } = of
  const given = { stakes, latency, sniper, random, parameters, beacon: beaconOf(of.seed) }
  const world: World = { ...given, events: new Events(0), blocks: new Map() }
  world.blocks.set(ROOT.name, ROOT)
  const nodes: readonly Node[] = of.stakes.map((_, at) => new Node(world, at, () => nodes))
  for (let second = 1; second <= of.seconds; second += 1) {
    world.events.runUntil(second * 1_000)
    for (const node of nodes) node.draw(second)
  }
  return summed(world, must(nodes[0], 'a node'))
}

type World = {
  readonly events: Events
  readonly random: Random
  readonly parameters: Parameters
  readonly stakes: readonly bigint[]
  readonly latency: readonly [number, number]
  readonly sniper: number | undefined
  readonly blocks: Map<string, Light>
  /** Randomness of the slot of a second. */
  readonly beacon: (second: number) => Uint8Array
}

/** As of section 5: one hash for each epoch of 600 seconds. */
function beaconOf(seed: number): World['beacon'] {
  let [epoch, beacon]: [number, Uint8Array] = [-1, new Uint8Array()]
  return (second) => {
    if (Math.floor(second / 600) === epoch) return beacon
    epoch = Math.floor(second / 600)
    beacon = sha256(Buffer.from(`seed ${seed} epoch ${epoch}`))
    return beacon
  }
}

const ROOT: Light = {
  ...{ name: '00'.repeat(32), parent: '', height: 0, time: 0, work: 1n, isBurn: false, stakeAmount: 0n },
  ...{ proof: 0n, bits: 0, producer: -1 },
}
const keyOf = (node: number) => new Uint8Array(32).fill(node + 1)

class Node {
  readonly finalAt = new Map<string, number>()
  readonly depths: number[] = []
  readonly #world: World
  readonly #at: number
  readonly #others: () => readonly Node[]
  readonly #tree = new BlockTree(ROOT)
  readonly #count: FinalityCount
  readonly #orphans = new Map<string, Light[]>()
  #head: Light = ROOT
  #last: Link | undefined
  #justified = 0

  constructor(world: World, at: number, others: () => readonly Node[]) {
    this.#world = world
    this.#at = at
    this.#others = others
    const keys = world.stakes.map((_, node) => keyOf(node))
    const root = { height: 0, hash: fromHex(ROOT.name) }
    const ground = {
      checkpointPeriod: world.parameters.checkpointPeriod,
      standsOn: (target: Checkpoint, source: Checkpoint) =>
        source.height < this.#tree.root.height || this.#tree.standsOn(toHex(target.hash), toHex(source.hash)),
      votersOf: () => keys,
    }
    this.#count = new FinalityCount(ground, { justified: [], final: root })
  }

  /** One draw for the slot on the head that this node knows now. */
  draw(second: number): void {
    const stake = must(this.#world.stakes[this.#at], 'a stake')
    const on = this.#drawsOn(stake)
    const bits = this.#nextBits(on)
    const proof = numberOf(drawProof(this.#world.beacon(second), second, { txid: keyOf(this.#at), index: 0 }))
    const target = must(targetOf(bits), 'good bits')
    if (second <= on.time || proof >= stake * target) return
    const name = toHex(sha256(Buffer.from(`${on.name} ${second} ${this.#at}`)))
    const place = { name, parent: on.name, height: on.height + 1, time: second }
    const made = { ...place, work: weightOf(target), isBurn: false, stakeAmount: stake, proof }
    const block = { ...made, bits, producer: this.#at }
    this.#world.blocks.set(name, block)
    this.#tell((node) => node.receive(block))
  }

  /** The head; a sniper leaves that of a lighter stake for the block below, to take its place. */
  #drawsOn(stake: bigint): Light {
    const isSniped =
      this.#world.sniper === this.#at && this.#head.height > 0 && this.#head.stakeAmount < stake
    return isSniped ? must(this.#world.blocks.get(this.#head.parent), 'a block has a parent') : this.#head
  }

  #nextBits(on: Light): number {
    const { parameters, blocks } = this.#world
    const before = blocks.get(on.parent)
    if (on.height <= 1 || !before) return parameters.genesisBits
    return retarget(on.bits, on.time - before.time, parameters)
  }

  #tell(act: (node: Node) => void): void {
    const { events, random, latency } = this.#world
    const [least, most] = latency
    for (const node of this.#others()) {
      if (node === this) act(node)
      else events.after(random.between(least, most), () => act(node))
    }
  }

  receive(block: Light): void {
    if (block.height <= this.#tree.root.height) return
    if (!this.#tree.has(block.parent)) {
      this.#orphans.set(block.parent, [...(this.#orphans.get(block.parent) ?? []), block])
      return
    }
    const isLate = this.#world.events.now / 1_000 > block.time + this.#world.parameters.lateAfter
    this.#tree.add(block, { isLate })
    this.#tree.judged(block.name, true)
    for (const child of this.#orphans.get(block.name) ?? []) this.receive(child)
    this.#orphans.delete(block.name)
    this.#follow()
  }

  #follow(): void {
    const { blocks, parameters } = this.#world
    this.#count.recount()
    const name = this.#tree.head(toHex(this.#count.justified.hash), parameters.versionWindow)
    this.#head = must(blocks.get(name), 'a block')
    this.#noteFinal()
    this.#vote()
  }

  #vote(): void {
    const link = chooseVote({
      head: this.#head.height,
      justified: this.#count.justified,
      lastVote: this.#last,
      hashAt: (height) => {
        const name = this.#tree.ancestorAt(this.#head.name, height)
        return name === undefined ? undefined : fromHex(name)
      },
      parameters: this.#world.parameters,
    })
    if (!link) return
    this.#last = link
    const vote = { ...link, key: keyOf(this.#at), signature: new Uint8Array(64) }
    this.#tell((node) => {
      const before = node.#count.changes
      node.#count.add(vote)
      if (node.#count.changes !== before) node.#follow()
    })
  }

  #noteFinal(): void {
    const { justified, final } = this.#count
    for (; this.#justified < justified.height; this.#justified += 1) {
      this.depths.push(this.#head.height - this.#justified - 1)
    }
    if (final.height <= this.#tree.root.height) return
    for (
      let at = this.#world.blocks.get(toHex(final.hash));
      at && !this.finalAt.has(at.name) && at.height > 0;
    ) {
      this.finalAt.set(at.name, this.#world.events.now / 1_000)
      at = this.#world.blocks.get(at.parent)
    }
    this.#tree.prune(toHex(final.hash))
    this.#count.forgetBelow(final.height)
  }
}

function summed({ blocks, stakes }: World, node: Node): Statistics {
  const chain = [...node.finalAt.keys()].map((name) => must(blocks.get(name), 'a block'))
  const last = Math.max(...chain.map(({ height }) => height))
  const settled = [...blocks.values()].filter(({ height }) => height > 0 && height <= last)
  const times = chain.map(({ time }) => time)
  const ascending = (list: readonly number[]) => [...list].sort((a, b) => a - b)
  return {
    interval: (Math.max(...times) - Math.min(...times)) / (chain.length - 1),
    orphans: (1000 * (settled.length - chain.length)) / settled.length,
    made: stakes.map((_, producer) => settled.filter((block) => block.producer === producer).length),
    kept: stakes.map((_, producer) => chain.filter((block) => block.producer === producer).length),
    finalAfter: ascending(chain.map(({ name, time }) => (node.finalAt.get(name) ?? 0) - time)),
    depthAtJustified: ascending(node.depths),
  }
}
