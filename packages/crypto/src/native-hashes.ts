import { hash } from 'node:crypto'
import { firstOf, type Library } from './backend-libsecp256k1.ts'
import type { HashFunctions } from './hash-functions.ts'

const libraryNames = ['libcrypto.so.3', 'libcrypto.so.1.1']

/** OpenSSL as Node carries it. */
export const nodeHashes: HashFunctions = {
  sha256: (data) => bytesOf(hash('sha256', data, 'buffer')),
  hash256: (data) => bytesOf(hash('sha256', hash('sha256', data, 'buffer'), 'buffer')),
  ripemd160: (data) => bytesOf(hash('ripemd160', data, 'buffer')),
  sha1: (data) => bytesOf(hash('sha1', data, 'buffer')),
  shake128: (data, length) =>
    bytesOf(hash('shake128', data, { outputEncoding: 'buffer', outputLength: length })),
}

/** A plain view: a Buffer is compared and printed otherwise. */
const bytesOf = (buffer: Uint8Array) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)

/**
 * The same with SHA-256 and RIPEMD-160 by the system's libcrypto over FFI, whose call costs a quarter of Node's: short
 * messages are most of what a ledger hashes. Node's alone where koffi or the library is absent.
 */
export async function openNativeHashes(): Promise<HashFunctions> {
  try {
    const { default: koffi } = await import('koffi')
    const library = firstOf(libraryNames, (name): Library => koffi.load(name))
    if (library === undefined) return nodeHashes
    const sha256 = threeSteps(library, 'SHA256', 32)
    const ripemd160 = threeSteps(library, 'RIPEMD160', 20)
    return {
      ...nodeHashes,
      sha256: (data) => sha256(data, 1),
      hash256: (data) => sha256(data, 2),
      ripemd160: (data) => ripemd160(data, 1),
    }
  } catch {
    return nodeHashes
  }
}

const stateBytes = 256
const scratchBytes = 65_536

/**
 * Only the low-level steps are called: they touch nothing but the memory they are given, while OpenSSL's newer entries
 * find the copy inside Node and fail. All memory stays the same, since handing over a fresh array costs more than a hash.
 */
function threeSteps(library: Library, name: string, length: number) {
  const begin = library.func(`${name}_Init`, 'int', ['void *'])
  const update = library.func(`${name}_Update`, 'int', ['void *', 'void *', 'size_t'])
  const final = library.func(`${name}_Final`, 'int', ['void *', 'void *'])
  const [state, scratch, digest] = [stateBytes, scratchBytes, length].map(
    (size) => new Uint8Array(new ArrayBuffer(size)),
  )
  return (data: Uint8Array, times: 1 | 2): Uint8Array => {
    begin(state)
    if (data.length > scratchBytes) update(state, data, data.length)
    else {
      scratch?.set(data)
      update(state, scratch, data.length)
    }
    final(digest, state)
    if (times === 2) {
      begin(state)
      update(state, digest, length)
      final(digest, state)
    }
    return digest?.slice() ?? data
  }
}
