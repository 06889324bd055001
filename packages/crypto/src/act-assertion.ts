import { encodeAssertion } from './assertion.ts'
import { concatBytes, utf8 } from './bytes.ts'
import { clientDataHead } from './check-assertion.ts'
import { sha256 } from './hash.ts'
import { signP256 } from './p256.ts'

const userPresentAndVerified = 0x05

/** The assertion item that a P-256 secret gives over a challenge, in the form of keys.md, Hardware keys. */
export function actAssertion(of: {
  readonly secret: Uint8Array
  readonly challenge: Uint8Array
  readonly sheetHash: Uint8Array
  readonly rpId: string
  readonly origin: string
}): Uint8Array {
  const counter = new Uint8Array(4)
  const authenticatorData = concatBytes(sha256(utf8(of.rpId)), Uint8Array.of(userPresentAndVerified), counter)
  const clientDataJSON = utf8(`${clientDataHead(of.challenge, of.origin)},"crossOrigin":false}`)
  const signature = signP256(concatBytes(authenticatorData, sha256(clientDataJSON)), of.secret)
  return encodeAssertion({ authenticatorData, clientDataJSON, signature, sheetHash: of.sheetHash })
}
