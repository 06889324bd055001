import { hash } from 'node:crypto'
import { firstOf, type Library } from './backend-libsecp256k1.ts'
import type { HashFunctions } from './hash-functions.ts'

const libraryNames = ['libcrypto.so.3', 'libcrypto.so.1.1']

/** OpenSSL as Node carries it. */
export const nodeHashes: HashFunctions = {
  sha256: (data) => bytesOf(hash('sha256', data, 'buffer')),
  ripemd160: (data) => bytesOf(hash('ripemd160', data, 'buffer')),
  sha1: (data) => bytesOf(hash('sha1', data, 'buffer')),
  shake128: (data, length) =>
    bytesOf(hash('shake128', data, { outputEncoding: 'buffer', outputLength: length })),
}

/** A plain view: a Buffer is compared and printed otherwise. */
const bytesOf = (buffer: Uint8Array) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)

/**
 * The same with SHA-256 by the system's libcrypto over FFI, whose call costs a third of Node's: short messages are most
 * of what a ledger hashes. Node's alone where koffi or the library is absent.
 */
export async function openNativeHashes(): Promise<HashFunctions> {
  try {
    const { default: koffi } = await import('koffi')
    const library = firstOf(libraryNames, (name): Library => koffi.load(name))
    return library === undefined ? nodeHashes : { ...nodeHashes, sha256: sha256Of(library) }
  } catch {
    return nodeHashes
  }
}

function sha256Of(library: Library): HashFunctions['sha256'] {
  const oneShot = library.func('void *SHA256(const uint8_t *data, size_t length, _Out_ uint8_t *digest)')
  return (data) => {
    const digest = new Uint8Array(32)
    oneShot(data, data.length, digest)
    return digest
  }
}
