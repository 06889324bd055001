import { concatBytes, utf8, x25519PublicKey, x25519Shared } from '@vc/crypto'
import { must, parseJson, utf8Text } from '@vc/kernel'
import { RefusedHere } from '../../trpc/refusal.ts'

const IV = 12
const KEY = 32
const copy = (bytes: Uint8Array) => new Uint8Array(bytes)
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

async function derived(secret: Uint8Array, salt: Uint8Array, info: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', copy(secret), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: copy(salt), info: copy(utf8(info)) }
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
}

async function encrypted(key: CryptoKey, text: Uint8Array, bound: Uint8Array): Promise<Uint8Array> {
  const iv = random(IV)
  const how = { name: 'AES-GCM', iv, additionalData: copy(bound) }
  return concatBytes(iv, new Uint8Array(await crypto.subtle.encrypt(how, key, copy(text))))
}

/** Refuses `document-sealed-otherwise` when key or place are not those. */
async function decrypted(key: CryptoKey, sealed: Uint8Array, bound: Uint8Array): Promise<Uint8Array> {
  const how = { name: 'AES-GCM', iv: copy(sealed.slice(0, IV)), additionalData: copy(bound) }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, copy(sealed.slice(IV))))
  } catch {
    throw new RefusedHere('document-sealed-otherwise')
  }
}

/** The secret of a reading key, 32 bytes, out of what a sign-in key's PRF gives. */
export async function readingSecret(prf: Uint8Array): Promise<Uint8Array> {
  const material = await crypto.subtle.importKey('raw', copy(prf), 'HKDF', false, ['deriveBits'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: copy(utf8('vdn/reading')) }
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, 8 * KEY))
}

/** A fresh key of files, 32 bytes. */
export const newFileKey = () => random(KEY)

const boxKey = (shared: Uint8Array, from: Uint8Array, to: Uint8Array) =>
  derived(shared, concatBytes(from, to), 'vdn/file-key')

/** A key of files, sealed so that only the secret behind a reading key opens it: 92 bytes. */
export async function sealKeyFor(publicKey: Uint8Array, fileKey: Uint8Array): Promise<Uint8Array> {
  const secret = random(KEY)
  const own = x25519PublicKey(secret)
  const shared = x25519Shared(secret, publicKey)
  if (!shared) throw new RefusedHere('reader-unknown')
  return concatBytes(own, await encrypted(await boxKey(shared, own, publicKey), fileKey, publicKey))
}

/** Opens what `sealKeyFor` sealed. */
export async function openKey(sealed: Uint8Array, secret: Uint8Array): Promise<Uint8Array> {
  const [from, to] = [sealed.slice(0, KEY), x25519PublicKey(secret)]
  const shared = x25519Shared(secret, from)
  if (!shared) throw new RefusedHere('document-sealed-otherwise')
  return decrypted(await boxKey(shared, from, to), sealed.slice(KEY), to)
}

/** A document as its owner has it. */
export type Document = { readonly name: string; readonly type: string; readonly bytes: Uint8Array }

/** Seals a document with its name and type inside; `id` is the one that the portal knows it by. */
export async function sealDocument(
  { name, type, bytes }: Document,
  fileKey: Uint8Array,
  id: string,
): Promise<Uint8Array> {
  const head = utf8(JSON.stringify({ name, type }))
  const length = Uint8Array.of(head.length >> 8, head.length & 0xff)
  return encrypted(
    await derived(fileKey, utf8(id), 'vdn/document'),
    concatBytes(length, head, bytes),
    utf8(id),
  )
}

/** Opens what `sealDocument` sealed. */
export async function openDocument(sealed: Uint8Array, fileKey: Uint8Array, id: string): Promise<Document> {
  const text = await decrypted(await derived(fileKey, utf8(id), 'vdn/document'), sealed, utf8(id))
  const end = 2 + (((text[0] ?? 0) << 8) | (text[1] ?? 0))
  const head = parseJson(must(utf8Text(text.slice(2, end)), 'a head is text')) as {
    name: string
    type: string
  }
  return { name: head.name, type: head.type, bytes: text.slice(end) }
}

const types: readonly (readonly [type: string, begins: readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]
const MOST_BYTES = 5_000_000

/** What a file is by its first bytes, whatever its name says. Refuses `document-kind`, `document-too-large`. */
export function documentOf(name: string, bytes: Uint8Array): Document {
  if (bytes.length > MOST_BYTES) throw new RefusedHere('document-too-large')
  const found = types.find(([, begins]) => begins.every((byte, at) => bytes[at] === byte))
  if (!found) throw new RefusedHere('document-kind')
  return { name: name.slice(0, 200), type: found[0], bytes }
}
