import { concatBytes, fromHex, utf8 } from '@vc/crypto'
import { RefusedHere } from '../../trpc/refusal.ts'

const IV_BYTES = 12
const INFO = utf8('vdn/seed')
const copy = (bytes: Uint8Array) => new Uint8Array(bytes)

/** The key that seals a seed: HKDF-SHA256 of the passkey's PRF result (32 bytes), bound to its salt; never leaves WebCrypto. */
async function sealingKey(prf: Uint8Array, salt: Uint8Array): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', copy(prf), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: copy(salt), info: copy(INFO) }
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
}

/** Seals 32 bytes of entropy with AES-GCM; the account id is bound in. Gives iv and ciphertext together. */
export async function seal(
  entropy: Uint8Array,
  prf: Uint8Array,
  salt: Uint8Array,
  accountId: string,
): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const how = { name: 'AES-GCM', iv, additionalData: copy(fromHex(accountId)) }
  const sealed = await crypto.subtle.encrypt(how, await sealingKey(prf, salt), copy(entropy))
  return concatBytes(iv, new Uint8Array(sealed))
}

/** Unseals what `seal` gave; refuses with `seed-sealed-otherwise` when key, salt or account are not those. */
export async function unseal(
  sealed: Uint8Array,
  prf: Uint8Array,
  salt: Uint8Array,
  accountId: string,
): Promise<Uint8Array> {
  const how = {
    name: 'AES-GCM',
    iv: copy(sealed.slice(0, IV_BYTES)),
    additionalData: copy(fromHex(accountId)),
  }
  const key = await sealingKey(prf, salt)
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, copy(sealed.slice(IV_BYTES))))
  } catch {
    throw new RefusedHere('seed-sealed-otherwise')
  }
}
