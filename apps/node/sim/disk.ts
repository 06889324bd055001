import type { SignFile } from '../src/keys/sign-state.ts'
import { openMemoryStore } from '../src/storage/memory-store.ts'
import type { Store, Write } from '../src/storage/store.ts'
import type { Random } from './random.ts'

const PAGE = 4_096

/** The process ended here, in the middle of what it did. */
export class PowerCut extends Error {}

/** How a disk fails its node. `forgetful`: it says that something is on disk before it is (a planted defect). */
export type DiskFaults = { readonly forgetful: boolean }

/**
 * The disk of one node. A commit is whole or not there, as LMDB's; a page of the sign-state may be torn when the power
 * goes while it is written. What was acknowledged stays, unless the disk is forgetful.
 */
export class Disk {
  readonly #store = openMemoryStore()
  readonly #pages = [new Uint8Array(PAGE), new Uint8Array(PAGE)]
  readonly #random: Random
  readonly #faults: DiskFaults
  /** What would bring back the state before each of the last commits. */
  #recent: (readonly Write[])[] = []
  #isWritten = false
  #cutIn: number | undefined

  constructor(random: Random, faults: DiskFaults) {
    this.#random = random
    this.#faults = faults
  }

  /** The power goes during one of the next writes. */
  cutSoon(): void {
    this.#cutIn = this.#random.below(6)
  }

  /** The node has ended; what a forgetful disk had not written yet is gone. */
  ended(): void {
    this.#cutIn = undefined
    const lost = this.#faults.forgetful ? this.#random.below(this.#recent.length + 1) : 0
    for (const inverse of this.#recent.splice(this.#recent.length - lost).reverse())
      this.#store.commit(inverse)
    this.#recent = []
  }

  store(): Store {
    return {
      ...this.#store,
      commit: (writes) => {
        const isCut = this.#isCutNow()
        if (isCut && this.#random.chance(500)) throw new PowerCut()
        if (this.#faults.forgetful) this.#remember(writes)
        this.#store.commit(writes)
        if (isCut) throw new PowerCut()
      },
    }
  }

  pages(): SignFile {
    const disk = this
    return {
      place: 'disk',
      get isEmpty() {
        return !disk.#isWritten
      },
      read: (page) => disk.#pages[page]?.slice() ?? new Uint8Array(PAGE),
      write: (page, bytes) => disk.#writePage(page, bytes),
      close: () => undefined,
    }
  }

  #writePage(page: 0 | 1, bytes: Uint8Array): void {
    const isCut = this.#isCutNow()
    const length = isCut ? this.#random.below(PAGE + 1) : PAGE
    this.#pages[page]?.set(bytes.subarray(0, length))
    this.#isWritten ||= !isCut
    if (isCut) throw new PowerCut()
  }

  #isCutNow(): boolean {
    if (this.#cutIn === undefined) return false
    this.#cutIn -= 1
    return this.#cutIn < 0
  }

  #remember(writes: readonly Write[]): void {
    const inverse = writes.map(({ space, key }) => ({ space, key, value: this.#store.get(space, key) }))
    this.#recent.push(inverse)
    if (this.#recent.length > 8) this.#recent.shift()
  }
}
