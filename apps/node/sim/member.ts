import type { SignatureChecks } from '@vc/crypto'
import { armFailpoints } from '@vc/kernel'
import { pino } from 'pino'
import { openSignFile, type SignState } from '../src/keys/sign-state.ts'
import type { CorePort } from '../src/network/port.ts'
import { type Node, openNode } from '../src/node.ts'
import { Disk, type DiskFaults, PowerCut } from './disk.ts'
import type { Events } from './events.ts'
import type { Founded } from './found.ts'
import type { Links, Station } from './links.ts'
import type { Random } from './random.ts'
import type { Watch } from './watch.ts'

const SECOND = 1_000
const quiet = pino({ level: 'silent' })

export type World = {
  readonly events: Events
  readonly links: Links
  readonly watch: Watch
  readonly founded: Founded
  readonly checks: SignatureChecks
  readonly random: Random
}

/** One member with its node, its clock and its disk: real code, everything around it made of one seed. */
export class Member implements Station {
  readonly name: string
  readonly isHelpful: boolean = true
  protected readonly world: World
  protected readonly at: number
  protected node: Node | undefined
  readonly #disk: Disk
  readonly #random: Random
  /** Milliseconds that its clock is off. */
  readonly #skew: number
  #breaksAt: { readonly name: string; passings: number } | undefined
  #starts = 0

  constructor(world: World, at: number, faults: DiskFaults) {
    this.world = world
    this.at = at
    this.name = `member ${at}`
    this.#random = world.random.fork(this.name)
    this.#disk = new Disk(this.#random.fork('disk'), faults)
    this.#skew = this.#random.between(-400, 400)
  }

  core = () => this.node?.core

  get running(): Node | undefined {
    return this.node
  }

  protected now(): number {
    return this.world.events.now + this.#skew
  }

  /** What this member signs with: an honest one remembers what it signed. */
  protected signState(): SignState {
    return openSignFile(this.#disk.pages())
  }

  protected port(): CorePort {
    const { links, watch } = this.world
    const port = links.portOf(this.name)
    return {
      ...port,
      announceBlock: (bytes) => {
        if (this.#isOwn(bytes)) watch.signedBlock(this.name, bytes)
        port.announceBlock(bytes)
      },
      announceVote: (bytes) => {
        watch.signedVote(this.name, bytes)
        port.announceVote(bytes)
      },
    }
  }

  #isOwn(bytes: Uint8Array): boolean {
    const key = Buffer.from(this.world.founded.keys[this.at]?.producerKey ?? [])
    return Buffer.from(bytes.subarray(0, 500)).includes(key)
  }

  start(): void {
    if (this.node) return
    this.#starts += 1
    const start = this.#starts
    this.run(() => {
      this.node = this.open()
    })
    const tick = () => {
      if (this.#starts !== start || !this.node) return
      this.run(() => this.tick())
      this.world.events.after(SECOND, tick)
    }
    this.world.events.after(this.#random.below(SECOND), tick)
  }

  protected open(): Node {
    const { founded, checks } = this.world
    const key = founded.keys[this.at]
    return openNode({
      store: this.#disk.store(),
      genesis: founded.genesis,
      configuration: founded.configuration,
      backend: 'simulated',
      checks,
      policy: { minFee: 0n, transactions: 10_000, bytes: 10_000_000 },
      clock: { nowMs: () => this.now() },
      log: quiet,
      port: this.port(),
      ...(key ? { producer: { key, signState: this.signState() } } : {}),
    })
  }

  protected tick(): void {
    this.node?.tick()
  }

  /** The process ends between two things that it does. */
  kill(): void {
    this.node = undefined
    this.#starts += 1
    this.#breaksAt = undefined
    this.#disk.ended()
  }

  /** It ends in the middle of something: at a failpoint, or while its disk writes. */
  killSoon(failpoints: readonly string[]): void {
    if (this.#random.chance(500)) this.#disk.cutSoon()
    else this.#breaksAt = { name: this.#random.pick(failpoints), passings: this.#random.below(4) }
  }

  /** Everything that the node does happens in here. */
  run = (act: () => void): void => {
    armFailpoints((name) => this.#pass(name))
    try {
      act()
    } catch (error) {
      if (!(error instanceof PowerCut)) this.world.watch.fail(`${this.name}: ${describe(error)}`)
      this.kill()
    } finally {
      armFailpoints(undefined)
    }
  }

  #pass(name: string): void {
    if (this.#breaksAt?.name !== name) return
    this.#breaksAt.passings -= 1
    if (this.#breaksAt.passings < 0) throw new PowerCut()
  }
}

const describe = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))
