import type { HashFunctions } from '@vc/crypto/native'

const LANES = 1_024
/** Sums kept at once, 2 KiB each: more than one run asks for. */
const MOST = 4_096

const latin = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1')

/** Lengths stand between, so that no two lists of entries share a name. */
const nameOf = (entries: readonly Uint8Array[]) =>
  entries.map((entry) => `${entry.length}:${latin(entry)}`).join('')

/**
 * The same hash functions, with each sum of entries computed once: all nodes of a run judge the same blocks, and what a
 * sum comes to is a function of its bytes alone.
 */
export function rememberSums(functions: HashFunctions): HashFunctions {
  const known = new Map<string, Uint16Array>()
  const sumOf = (added: readonly Uint8Array[], removed: readonly Uint8Array[]): Uint16Array => {
    const name = `${added.length}/${nameOf(added)}${nameOf(removed)}`
    const found = known.get(name)
    if (found) return found
    const sum = new Uint16Array(LANES)
    functions.sumShakes(sum, added, removed)
    if (known.size >= MOST) known.clear()
    known.set(name, sum)
    return sum
  }
  return {
    ...functions,
    sumShakes: (lanes, added, removed) => {
      const sum = sumOf(added, removed)
      for (let i = 0; i < lanes.length; i += 1) lanes[i] = (lanes[i] ?? 0) + (sum[i] ?? 0)
    },
  }
}
