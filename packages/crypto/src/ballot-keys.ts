import { bls12_381 } from '@noble/curves/bls12-381.js'

/** Suite of VCB1 for possession and for votes (collective.md): keys in G1, signatures in G2. */
export const ballotSuite = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_'

/** Some keys, decoded once. Voters are numbers of the keys, each at most once; a number without a key signs nothing. */
export type OpenedKeys = (voters: readonly number[], message: Uint8Array, signature96: Uint8Array) => boolean

/** BLS12-381 as VCB1 needs it. A refused input gives false or undefined, never an exception. */
export type BallotCurve = {
  /** Decodes keys of 48 bytes with the check of their subgroup; undefined when one is wrong or the point at infinity. */
  readonly open: (keys: readonly Uint8Array[]) => OpenedKeys | undefined
}

const bls = bls12_381.longSignatures
const Key = bls12_381.G1.Point
type Point = InstanceType<typeof Key>

/** The curve in plain JavaScript: for browsers, and the measure for the faster one. */
export const nobleBallotCurve: BallotCurve = {
  open(keys) {
    const points: Point[] = []
    for (const key of keys) {
      const point = readKey(key)
      if (point === undefined) return undefined
      points.push(point)
    }
    const total = points.reduce((sum, point) => sum.add(point), Key.ZERO)
    return (voters, message, signature) =>
      voters.every((voter) => voter < points.length) &&
      isSigned(sumOf(points, total, voters), message, signature)
  },
}

/** The public key, 48 bytes, of a secret of 32 bytes below the order. */
export function ballotPublicKey(secret: Uint8Array): Uint8Array {
  return bls.getPublicKey(secret).toBytes(true)
}

/** A signature of 96 bytes under the suite of VCB1. */
export function signBallot(message: Uint8Array, secret: Uint8Array): Uint8Array {
  return bls.Signature.toBytes(bls.sign(bls.hash(message, ballotSuite), secret))
}

/** What makes keys and signatures out of a secret of 32 bytes below the order. */
export type BallotSigner = {
  readonly publicKey: (secret: Uint8Array) => Uint8Array
  readonly sign: (message: Uint8Array, secret: Uint8Array) => Uint8Array
}

/** The signer in plain JavaScript. */
export const nobleBallotSigner: BallotSigner = { publicKey: ballotPublicKey, sign: signBallot }

/** The sum of signatures; undefined when one is none. */
export function addSignatures(signatures: readonly Uint8Array[]): Uint8Array | undefined {
  try {
    return bls.Signature.toBytes(bls.aggregateSignatures([...signatures]))
  } catch {
    return undefined
  }
}

function readKey(bytes: Uint8Array): Point | undefined {
  try {
    if (bytes.length !== 48) return undefined
    const point = Key.fromBytes(bytes)
    point.assertValidity()
    return point.is0() ? undefined : point
  } catch {
    return undefined
  }
}

/** At most half of the points are added: those who voted, or those who did not are taken off. */
function sumOf(points: readonly Point[], total: Point, voters: readonly number[]): Point {
  if (2 * voters.length <= points.length) {
    return voters.reduce((sum, voter) => sum.add(points[voter] ?? Key.ZERO), Key.ZERO)
  }
  const present = new Set(voters)
  return points.reduce((sum, point, i) => (present.has(i) ? sum : sum.subtract(point)), total)
}

function isSigned(key: Point, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    if (key.is0() || signature.length !== 96) return false
    const point = bls.Signature.fromBytes(signature)
    point.assertValidity()
    return bls.verify(point, bls.hash(message, ballotSuite), key)
  } catch {
    return false
  }
}
