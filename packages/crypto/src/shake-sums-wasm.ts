import { SHAKE_SUM_BYTES, type SumShakes } from './shake-sums.ts'
import { layout, shakeSumsModule } from './shake-sums-module.ts'

type Engine = { readonly add: () => void; readonly remove: () => void; readonly memory: WebAssembly.Memory }

const vector = 16
const half = 8
/** End of a message, and of its block (FIPS 202, 6.2 and 5.1). */
const [messageEnd, blockEnd] = [0x1f, 0x80]

/**
 * Two entries side by side in WebAssembly with vectors: twice as fast as OpenSSL, whose code knows one message at a time.
 * Entries that fill more than a block are left to `long`. Undefined where there are no vectors.
 */
export function openShakeSums(long: SumShakes): SumShakes | undefined {
  try {
    return sumsOf(new WebAssembly.Instance(new WebAssembly.Module(shakeSumsModule())).exports as Engine, long)
  } catch {
    return undefined
  }
}

function sumsOf({ add, remove, memory }: Engine, long: SumShakes): SumShakes {
  const bytes = new Uint8Array(memory.buffer)
  const sums = new Uint16Array(memory.buffer, layout.sums, SHAKE_SUM_BYTES)
  const isShort = ({ length }: Uint8Array) => length < layout.rate
  const isLong = (entry: Uint8Array) => !isShort(entry)
  const inPairs = (entries: readonly Uint8Array[], run: () => void) => {
    for (let i = 0; i < entries.length; i += 2) {
      pad(bytes, entries[i], 0)
      pad(bytes, entries[i + 1], half)
      run()
    }
  }
  return (lanes, added, removed) => {
    sums.fill(0)
    inPairs(added.filter(isShort), add)
    inPairs(removed.filter(isShort), remove)
    for (let i = 0; i < lanes.length; i += 1) {
      const first = 2 * i - (i & 3) // lanes of both messages alternate by four
      lanes[i] = (lanes[i] ?? 0) + (sums[first] ?? 0) + (sums[first + 4] ?? 0)
    }
    if (added.some(isLong) || removed.some(isLong)) long(lanes, added.filter(isLong), removed.filter(isLong))
  }
}

/** Lays a message of one block down, or says that there is none in this half. */
function pad(memory: Uint8Array, entry: Uint8Array | undefined, from: 0 | typeof half): void {
  memory.fill(entry === undefined ? 0 : 0xff, layout.mask + from, layout.mask + from + half)
  if (entry === undefined) return
  const { length } = entry
  const put = (i: number, byte: number) => {
    memory[layout.input + vector * (i >> 3) + from + (i & 7)] = byte
  }
  for (let i = 0; i < length; i += 1) put(i, entry[i] ?? 0)
  put(length, messageEnd)
  for (let i = length + 1; i < layout.rate; i += 1) put(i, 0)
  put(layout.rate - 1, blockEnd | (length === layout.rate - 1 ? messageEnd : 0))
}
