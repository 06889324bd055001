import { decodeBase64url } from '@vc/crypto'
import { must } from '@vc/kernel'
import { RefusedHere } from '../../trpc/refusal.ts'

type PrfResults = { readonly prf?: { readonly results?: { readonly first?: BufferSource } } }

/**
 * Asks one passkey for the PRF of a salt: 32 bytes that only this credential gives. The answer stays in the browser;
 * its signature is thrown away.
 */
export async function askPrf(rpId: string, credentialId: string, salt: Uint8Array): Promise<Uint8Array> {
  const id = must(decodeBase64url(credentialId), 'the API gives credential ids as base64url')
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rpId,
      allowCredentials: [{ type: 'public-key', id: new Uint8Array(id) }],
      userVerification: 'required',
      timeout: 120_000,
      extensions: { prf: { eval: { first: new Uint8Array(salt) } } },
    },
  })
  if (!(credential instanceof PublicKeyCredential)) throw new RefusedHere('turned-away')
  const first = (credential.getClientExtensionResults() as PrfResults).prf?.results?.first
  if (first === undefined) throw new RefusedHere('no-prf')
  return first instanceof ArrayBuffer
    ? new Uint8Array(first)
    : new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
}
