import { bech32m } from '@scure/base'
import { assert } from '@vc/kernel'
import { concatBytes } from './bytes.ts'

/** What an address names (keys.md, Named accounts). The steps of a path are not hardened: the payer walks them. */
export type Address =
  | { readonly kind: 'key-hash'; readonly hash: Uint8Array }
  | { readonly kind: 'script-hash'; readonly hash: Uint8Array }
  | { readonly kind: 'collective'; readonly id: Uint8Array }
  | { readonly kind: 'account'; readonly id: Uint8Array; readonly path: readonly number[] }
  | { readonly kind: 'hardware-key-hash'; readonly hash: Uint8Array }

/** `vd` on the main network, `vdt` on test networks. */
export type AddressPrefix = 'vd' | 'vdt'

const kinds = ['key-hash', 'script-hash', 'collective', 'account', 'hardware-key-hash'] as const
const longestPath = 7
const hardened = 0x8000_0000

/** The bech32m text of an address: the kind as first value, then the bytes; account: id, then 4 bytes for each step. */
export function formatAddress(address: Address, prefix: AddressPrefix): string {
  const bytes = bytesOf(address)
  assert(readAddress(address.kind, bytes) !== undefined, 'well-formed address')
  return bech32m.encode(prefix, [kinds.indexOf(address.kind), ...bech32m.toWords(bytes)])
}

/** Reads an address and the human part it was written for; undefined when malformed in any way. */
export function parseAddress(text: string): { prefix: AddressPrefix; address: Address } | undefined {
  const decoded = bech32m.decodeUnsafe(text)
  if (decoded === undefined || (decoded.prefix !== 'vd' && decoded.prefix !== 'vdt')) return undefined
  const [code, ...words] = decoded.words
  const kind = kinds[code ?? -1]
  const bytes = bech32m.fromWordsUnsafe(words)
  if (kind === undefined || bytes === undefined) return undefined
  const address = readAddress(kind, Uint8Array.from(bytes))
  return address && { prefix: decoded.prefix, address }
}

function bytesOf(address: Address): Uint8Array {
  if (address.kind === 'account') return concatBytes(address.id, ...address.path.map(stepBytes))
  return address.kind === 'collective' ? address.id : address.hash
}

function readAddress(kind: Address['kind'], bytes: Uint8Array): Address | undefined {
  if (kind === 'account') return readAccount(bytes)
  if (kind === 'collective') return bytes.length === 32 ? { kind, id: bytes } : undefined
  return bytes.length === (kind === 'script-hash' ? 32 : 20) ? { kind, hash: bytes } : undefined
}

function readAccount(bytes: Uint8Array): Address | undefined {
  const steps = (bytes.length - 20) / 4
  if (!Number.isInteger(steps) || steps < 0 || steps > longestPath) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + 20)
  const path = Array.from({ length: steps }, (_, i) => view.getUint32(4 * i))
  return path.every((step) => step < hardened) ? { kind: 'account', id: bytes.slice(0, 20), path } : undefined
}

function stepBytes(step: number): Uint8Array {
  assert(Number.isInteger(step) && step >= 0 && step < hardened, 'step of a path that is not hardened')
  return Uint8Array.of(step >>> 24, step >>> 16, step >>> 8, step)
}
