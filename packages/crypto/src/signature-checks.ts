import { type CollectiveChecks, plainCollectiveChecks } from './collective-checks.ts'
import { verifyP256 } from './p256.ts'
import { verifySchnorr } from './schnorr.ts'

/** The verifications that scripts need. A refused input gives false, never an exception. */
export type SignatureChecks = {
  /** BIP340 over a message of any length. */
  readonly schnorr: (signature: Uint8Array, message: Uint8Array, publicKey32: Uint8Array) => boolean
  /** ECDSA P-256 over SHA256(message), raw r|s; high s passes here (rule 5 is `checkAssertion`'s). */
  readonly p256: (signature64: Uint8Array, message: Uint8Array, publicKey33: Uint8Array) => boolean
  /** Votes of collectives; absent: `plainCollectiveChecks`. */
  readonly collectives?: CollectiveChecks | undefined
}

/** The checks in plain JavaScript: for browsers, and the measure for the faster ones. */
export const nobleChecks: SignatureChecks = {
  schnorr: verifySchnorr,
  p256: verifyP256,
  collectives: plainCollectiveChecks,
}
