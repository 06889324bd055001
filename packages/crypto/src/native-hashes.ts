import { hash } from 'node:crypto'
import type { HashFunctions } from './hash-functions.ts'
import { ADDRESS, type Libcrypto, openLibcrypto } from './libcrypto.ts'
import { sumShakesBy } from './shake-sums.ts'
import { openShakeSums } from './shake-sums-wasm.ts'

const shake128: HashFunctions['shake128'] = (data, length) =>
  bytesOf(hash('shake128', data, { outputEncoding: 'buffer', outputLength: length }))

/** OpenSSL as Node carries it. */
export const nodeHashes: HashFunctions = {
  sha256: (data) => bytesOf(hash('sha256', data, 'buffer')),
  sha256Into: (data, place, at) => place.set(hash('sha256', data, 'buffer'), at),
  hash256: (data) => bytesOf(hash('sha256', hash('sha256', data, 'buffer'), 'buffer')),
  ripemd160: (data) => bytesOf(hash('ripemd160', data, 'buffer')),
  sha1: (data) => bytesOf(hash('sha1', data, 'buffer')),
  shake128,
  sumShakes: sumShakesBy(shake128),
}

/** A plain view: a Buffer is compared and printed otherwise. */
const bytesOf = (buffer: Uint8Array) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)

/**
 * The same with SHA-256 and RIPEMD-160 by OpenSSL over FFI, where one call costs a tenth of Node's: short messages are
 * most of what a ledger hashes. Node's alone where koffi is absent. Sums of SHAKE128 by vectors where there are some.
 */
export async function openNativeHashes(): Promise<HashFunctions> {
  const hashes = { ...nodeHashes, sumShakes: openShakeSums(nodeHashes.sumShakes) ?? nodeHashes.sumShakes }
  const opened = await openLibcrypto()
  try {
    return opened === undefined ? hashes : { ...hashes, ...shortHashes(opened) }
  } catch {
    return hashes // a build of OpenSSL without the steps
  }
}

type ShortHashes = Pick<HashFunctions, 'sha256' | 'sha256Into' | 'hash256' | 'ripemd160'>

function shortHashes(opened: Libcrypto): ShortHashes {
  const sha = blockHash(opened, 'SHA256', 32, { littleEndian: false })
  const ripemd = blockHash(opened, 'RIPEMD160', 20, { littleEndian: true })
  return {
    sha256: (data) => digestBy(32, (place) => sha.once(data, place, 0)),
    sha256Into: sha.once,
    hash256: (data) => digestBy(32, (place) => sha.twice(data, place)),
    ripemd160: (data) => digestBy(20, (place) => ripemd.once(data, place, 0)),
  }
}

function digestBy(length: number, write: (place: Uint8Array) => void): Uint8Array {
  const digest = new Uint8Array(length)
  write(digest)
  return digest
}

const stateBytes = 256
const blockBytes = 64
const scratchBytes = 1024 * blockBytes
const endMark = 0x80

type BlockHash = {
  /** Writes the digest of the data to `place` from `at` on. */
  readonly once: (data: Uint8Array, place: Uint8Array, at: number) => void
  /** Writes the digest of the digest. */
  readonly twice: (data: Uint8Array, place: Uint8Array) => void
}

/**
 * A hash of blocks of 64 bytes by one call: the message is padded here, so that OpenSSL's `Update` takes whole blocks
 * only and its state begins with the digest (the words of SHA256_CTX and RIPEMD160_CTX come first; what counts bytes
 * behind them is only for the padding that it is not asked for).
 */
function blockHash(
  { library, memory }: Libcrypto,
  name: string,
  length: number,
  { littleEndian }: { readonly littleEndian: boolean },
): BlockHash {
  const update = library.func(`${name}_Update`, 'int', [ADDRESS, ADDRESS, 'size_t'])
  const [state, scratch] = [memory(stateBytes), memory(scratchBytes + 2 * blockBytes)]
  library.func(`${name}_Init`, 'int', [ADDRESS])(state.address)
  const words = new Uint32Array(state.bytes.buffer, 0, length / 4)
  const fresh = words.slice()
  const text = new DataView(scratch.bytes.buffer)
  const pad = (left: number, whole: number) => {
    const end = (left + 1 + 8 + blockBytes - 1) & -blockBytes
    scratch.bytes[left] = endMark
    scratch.bytes.fill(0, left + 1, end)
    const [high, low] = littleEndian ? [end - 4, end - 8] : [end - 8, end - 4]
    text.setUint32(low, whole << 3, littleEndian)
    text.setUint32(high, Math.floor(whole / 2 ** 29), littleEndian)
    return end
  }
  const take = (data: Uint8Array) => {
    words.set(fresh)
    let at = 0
    for (; data.length - at > scratchBytes; at += scratchBytes) {
      scratch.bytes.set(data.subarray(at, at + scratchBytes))
      update(state.address, scratch.address, scratchBytes)
    }
    scratch.bytes.set(at === 0 ? data : data.subarray(at))
    update(state.address, scratch.address, pad(data.length - at, data.length))
  }
  const give = (place: Uint8Array, at: number) => {
    for (let i = 0; i < words.length; i += 1) {
      const word = words[i] ?? 0
      putWord(place, at + 4 * i, littleEndian ? word : swapped(word))
    }
  }
  return {
    once: (data, place, at) => {
      take(data)
      give(place, at)
    },
    twice: (data, place) => {
      take(data)
      give(scratch.bytes, 0)
      words.set(fresh)
      update(state.address, scratch.address, pad(length, length))
      give(place, 0)
    },
  }
}

function putWord(bytes: Uint8Array, at: number, littleEndianWord: number): void {
  bytes[at] = littleEndianWord
  bytes[at + 1] = littleEndianWord >>> 8
  bytes[at + 2] = littleEndianWord >>> 16
  bytes[at + 3] = littleEndianWord >>> 24
}

const swapped = (word: number) =>
  (word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff_0000) | (word << 24)
