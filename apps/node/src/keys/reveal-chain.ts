import { hash } from 'node:crypto'

/** How many links lie between two that are kept. */
const STRIDE = 256

const link = (bytes: Uint8Array): Buffer => hash('sha256', hash('sha256', bytes, 'buffer'), 'buffer')

/**
 * The commitments of one stake: a secret hashed many times (consensus.md 5). Each block reveals the preimage of
 * the commitment that the state holds; the place in the chain is found from the commitment itself, so no
 * counter can be lost.
 */
export type RevealChain = {
  /** What the stake is registered with. */
  readonly commitment: Uint8Array
  /** The preimage of a commitment of this chain; undefined when it is of another chain, or the last one. */
  readonly revealOf: (commitment: Uint8Array) => Uint8Array | undefined
  /**
   * A commitment for one more stake beside those of these commitments: the middle of the longest run that none of them
   * has begun, so that two stakes show the same link as late as can be. Undefined when there is no room left.
   */
  readonly commitmentBeside: (others: readonly Uint8Array[]) => Uint8Array | undefined
}

/** Every 256th of the `length` links (a multiple of 256) after a secret, the secret first: 32 bytes each. */
export function keptLinks(secret: Uint8Array, length: number): Uint8Array {
  const kept: Buffer[] = [Buffer.from(secret)]
  let current: Buffer = Buffer.from(secret)
  for (let done = 1; done <= length; done += 1) {
    current = link(current)
    if (done % STRIDE === 0) kept.push(current)
  }
  return new Uint8Array(Buffer.concat(kept))
}

/** Opens the chain over the links that keptLinks() gave. */
export function openRevealChain(links: Uint8Array): RevealChain {
  const kept = split(links)
  const places = new Map(kept.map((bytes, at) => [bytes.toString('hex'), at * STRIDE]))
  return {
    commitment: new Uint8Array(kept.at(-1) ?? []),
    revealOf: (commitment) => {
      const place = placeOf(commitment, places)
      return place === undefined || place === 0 ? undefined : linkAt(kept, place - 1)
    },
    commitmentBeside: (others) => {
      const taken = others.flatMap((one) => placeOf(one, places) ?? [])
      const found = taken.length === 0 ? kept.at(-1) : middleOf(kept, taken)
      return found && new Uint8Array(found)
    },
  }
}

/** What lies above the highest place was shown by the stake that stands there; below each, down to the next, nothing was. */
function middleOf(kept: readonly Buffer[], taken: readonly number[]): Uint8Array | undefined {
  const down = [...new Set(taken)].sort((a, b) => b - a)
  const runs = down.map((place, at) => ({ place, run: place - (down[at + 1] ?? 0) }))
  const longest = runs.reduce((best, one) => (one.run > best.run ? one : best))
  const middle = Math.floor(longest.run / 2)
  return middle === 0 ? undefined : linkAt(kept, longest.place - middle)
}

function split(links: Uint8Array): Buffer[] {
  const count = Math.floor(links.length / 32)
  return Array.from({ length: count }, (_, at) => Buffer.from(links.subarray(at * 32, at * 32 + 32)))
}

function placeOf(commitment: Uint8Array, places: ReadonlyMap<string, number>): number | undefined {
  let current: Buffer = Buffer.from(commitment)
  for (let ahead = 0; ahead < STRIDE; ahead += 1) {
    const place = places.get(current.toString('hex'))
    if (place !== undefined) return place - ahead
    current = link(current)
  }
  return undefined
}

function linkAt(kept: readonly Buffer[], place: number): Uint8Array | undefined {
  let current = kept[Math.floor(place / STRIDE)]
  for (let ahead = place % STRIDE; ahead > 0 && current; ahead -= 1) current = link(current)
  return current && new Uint8Array(current)
}
