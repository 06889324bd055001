import {
  createCipheriv,
  createECDH,
  createHash,
  createPrivateKey,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { concatBytes, encodeBase64url, fromHex, sha256, utf8 } from '@vc/crypto'
import { SOFTWARE_AAGUID } from '@vc/crypto/software-authenticator'

/** Where a key is registered and used. */
export type Party = { readonly rpId: string; readonly origin: string }
type CreateOptions = { readonly challenge: string }

const UP_UV = 0x05
const ATTESTED = 0x40
const COUNTER = new Uint8Array(4)
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/**
 * The face that a software key shows to a website, as a browser would hand it over: a registration that names the model
 * of software authenticators, and assertions. No hardware keeps the secret and nobody is asked.
 */
export function softwareKey(secret: Uint8Array, party: Party) {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(secret)
  const point = new Uint8Array(curve.getPublicKey())
  const [x, y] = [point.slice(1, 33), point.slice(33)]
  const jwk = { kty: 'EC', crv: 'P-256', d: text(secret), x: text(x), y: text(y) }
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  const credential = sha256(point)
  const id = encodeBase64url(credential)
  const clientData = (type: string, challenge: string) =>
    utf8(JSON.stringify({ type, challenge, origin: party.origin, crossOrigin: false }))
  const head = (flags: number) => concatBytes(sha256(utf8(party.rpId)), Uint8Array.of(flags), COUNTER)
  const envelope = <R>(response: R) =>
    ({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }) as const
  return {
    id,
    /** Answers navigator.credentials.create(). */
    create({ challenge }: CreateOptions) {
      const authData = concatBytes(head(UP_UV | ATTESTED), attested(credential, x, y))
      const statement = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ])
      return envelope({
        clientDataJSON: text(clientData('webauthn.create', challenge)),
        attestationObject: text(isoCBOR.encode(statement as never)),
      })
    },
    /** Answers navigator.credentials.get(); `handle` is what the authenticator was told to remember of its user. */
    get({ challenge }: CreateOptions, handle: Uint8Array) {
      const clientDataJSON = clientData('webauthn.get', challenge)
      const authenticatorData = head(UP_UV)
      const signed = concatBytes(authenticatorData, sha256(clientDataJSON))
      return envelope({
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(sign('sha256', signed, privateKey)),
        userHandle: text(handle),
      })
    },
  }
}

function attested(credential: Uint8Array, x: Uint8Array, y: Uint8Array): Uint8Array {
  const cose = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, x],
    [-3, y],
  ])
  const model = fromHex(SOFTWARE_AAGUID.replaceAll('-', ''))
  return concatBytes(model, Uint8Array.of(0, credential.length), credential, isoCBOR.encode(cose as never))
}

/** Seals a seed in the form of the portal's wallet, under what the software key gives for its PRF. */
export function sealSeed(entropy: Uint8Array, secret: Uint8Array, accountId: string) {
  const [salt, iv] = [randomBytes(32), randomBytes(12)]
  const prf = createHash('sha256').update('vdn/sample/prf').update(secret).update(salt).digest()
  const key = Buffer.from(hkdfSync('sha256', prf, salt, 'vdn/seed', 32))
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(fromHex(accountId))
  const sealed = [cipher.update(entropy), cipher.final(), cipher.getAuthTag()]
  return {
    ciphertext: Buffer.concat([iv, ...sealed]).toString('hex'),
    salt: salt.toString('hex'),
  }
}
