import { actAssertion } from './act-assertion.ts'
import { p256PublicKey } from './p256.ts'

/** The model (AAGUID) that a software authenticator names itself by when a key is registered: what shows it marks it. */
export const SOFTWARE_AAGUID = '76632d73-6f66-7477-6172-652d6b657900'

/** A P-256 key that answers like a hardware key but is none. For development networks and tests. */
export type SoftwareAuthenticator = {
  readonly software: true
  readonly publicKey33: Uint8Array
  /** The assertion item over a challenge of 32 bytes, carrying the hash of the act sheet. */
  readonly assert: (challenge: Uint8Array, sheetHash: Uint8Array) => Uint8Array
}

/**
 * An authenticator made of a secret of 32 bytes: no hardware keeps the key and no user is asked, so it must never be
 * registered where `hardwareKeysOnly` holds. Deterministic: same challenge, same bytes; its counter stays 0.
 */
export function softwareAuthenticator(
  secret32: Uint8Array,
  party: { readonly rpId: string; readonly origin: string },
): SoftwareAuthenticator {
  return {
    software: true,
    publicKey33: p256PublicKey(secret32),
    assert: (challenge, sheetHash) => actAssertion({ secret: secret32, challenge, sheetHash, ...party }),
  }
}
