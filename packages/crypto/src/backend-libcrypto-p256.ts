import { sha256 } from './hash.ts'
import { lately } from './lately.ts'
import { ADDRESS, type Libcrypto } from './libcrypto.ts'
import { type KeyOfTables, keptTables, P256_CURVE, type TableLimits } from './libcrypto-p256-tables.ts'
import type { SignatureChecks } from './signature-checks.ts'

const defaultCapacity = 4096
/** SEQUENCE of two INTEGERs of 33 bytes each, and what stands before them. */
const longestDer = 72

/** A key that was decoded, and its table while it signs often. */
type DecodedKey = { readonly key: unknown } & KeyOfTables

/**
 * ECDSA P-256 by OpenSSL over FFI: Node's own `verify` takes as long again to find its way to it. Decoding a key is a
 * square root, so the last used keys are kept; a key that is seen often has a table. Throws where the library lacks a
 * part, but for those of tables.
 */
export function libcryptoP256(
  opened: Libcrypto,
  capacity = defaultCapacity,
  limits: Partial<TableLimits> = {},
): SignatureChecks['p256'] {
  const { library, memory } = opened
  const verify = library.func('ECDSA_verify', 'int', ['int', ADDRESS, 'int', ADDRESS, 'int', 'void *'])
  const forgetErrors = library.func('ERR_clear_error', 'void', [])
  const tables = keptTables(opened, limits)
  const { read, release } = keysOf(opened)
  const keyOf = lately(capacity, read, (key) => {
    if (key !== undefined) tables.drop(key)
    if (key !== undefined) release(key.key)
  })
  const [digest, der] = [memory(32), memory(longestDer)]
  const isSigned = ({ key }: DecodedKey, length: number) =>
    verify(0, digest.address, 32, der.address, length, key) === 1
  return (signature, message, publicKey) => {
    if (signature.length !== 64 || publicKey.length !== 33) return false
    const key = keyOf(publicKey)
    if (key === undefined) return false
    const table = tables.of(key, publicKey)
    digest.bytes.set(sha256(message))
    const holds = table
      ? table.holds(digest.address, signature)
      : isSigned(key, writeDer(der.bytes, signature))
    if (!holds) forgetErrors() // Node would take them for its own
    return holds
  }
}

function keysOf({ library, memory }: Libcrypto) {
  const create = library.func('EC_KEY_new_by_curve_name', 'void *', ['int'])
  const decode = library.func('EC_KEY_oct2key', 'int', ['void *', ADDRESS, 'size_t', ADDRESS])
  const release = library.func('EC_KEY_free', 'void', ['void *'])
  const point = memory(33)
  return {
    release,
    /** Undefined for bytes that are no point of the curve. */
    read(publicKey33: Uint8Array): DecodedKey | undefined {
      if (publicKey33[0] !== 2 && publicKey33[0] !== 3) return undefined
      const key = create(P256_CURVE)
      point.bytes.set(publicKey33)
      if (decode(key, point.address, 33, 0) === 1) return { key, uses: 0 }
      release(key)
      return undefined
    },
  }
}

/** r and s as DER; gives the length. */
function writeDer(der: Uint8Array, signature: Uint8Array): number {
  const afterR = writeInteger(der, 2, signature, 0)
  const end = writeInteger(der, afterR, signature, 32)
  der[0] = 0x30
  der[1] = end - 2
  return end
}

/** 32 bytes as an INTEGER: without leading zeros, but with one where it would look negative. */
function writeInteger(der: Uint8Array, at: number, signature: Uint8Array, from: number): number {
  let first = from
  while (first < from + 31 && signature[first] === 0) first += 1
  const isNegative = (signature[first] ?? 0) > 0x7f
  const start = at + 2 + Number(isNegative)
  der[at] = 0x02
  der[at + 1] = from + 32 - first + Number(isNegative)
  if (isNegative) der[at + 2] = 0
  for (let i = first; i < from + 32; i += 1) der[start + i - first] = signature[i] ?? 0
  return start + from + 32 - first
}
