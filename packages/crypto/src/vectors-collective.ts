import { fromHex, numberToBytes, toHex } from './bytes.ts'
import {
  addToCollective,
  type CollectiveCredential,
  collectiveDescriptor,
  collectiveId,
  isCredential,
  removeFromCollective,
  verifyCollective,
} from './collective.ts'
import { type CollectiveArithmetic, hashToPrime, plainArithmetic } from './collective-arithmetic.ts'
import { collectiveParameters } from './collective-parameters.ts'

type Hex = string
type Credential = Readonly<Record<'c' | 'S' | 'chi' | 'z', Hex>>
type Input = Credential & {
  readonly tag: string
  readonly data: Hex
  readonly credentials: readonly Credential[]
  readonly threshold: number
  readonly op: 'add' | 'remove'
  readonly descriptor: Hex
  readonly credential: Credential
  readonly msg: Hex
  readonly witness: Hex
} & Readonly<Record<'a' | 'B' | 'A', Hex>>
const number = (hex: Hex) => BigInt(`0x${hex}`)
const hexOrNull = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : toHex(bytes))
const credentialOf = ({ c, S, chi, z }: Credential): CollectiveCredential => ({
  c: number(c),
  S: number(S),
  chi: number(chi),
  z: number(z),
})

const runs: Readonly<Record<string, (input: Input, arithmetic: CollectiveArithmetic) => unknown>> = {
  'vcc1.params': () => {
    const { q, g, h, u, id } = collectiveParameters()
    const hex = (x: bigint) => toHex(numberToBytes(x, 256))
    return { id: toHex(id), q: hex(q), g: hex(g), h: hex(h), u: hex(u) }
  },
  'vcc1.hash_to_prime': ({ tag, data }, arithmetic) =>
    toHex(numberToBytes(hashToPrime(tag, fromHex(data), arithmetic), 32)),
  'vcc1.credential': (input, arithmetic) => isCredential(credentialOf(input), arithmetic),
  'vcc1.collective': ({ credentials, threshold }) => {
    const descriptor = collectiveDescriptor(credentials.map(credentialOf), threshold)
    return descriptor && { descriptor: toHex(descriptor), id: toHex(collectiveId(descriptor)) }
  },
  'vcc1.update': ({ op, descriptor, credential, a, B, A }) => {
    const [before, member] = [fromHex(descriptor), credentialOf(credential)]
    if (op === 'remove') return hexOrNull(removeFromCollective(before, member, number(A)))
    return hexOrNull(addToCollective(before, member, { a: number(a), B: number(B) }))
  },
  'vcc1.witness': ({ descriptor, msg, witness }, arithmetic) =>
    verifyCollective(fromHex(descriptor), fromHex(msg), fromHex(witness), arithmetic) ?? null,
}

/**
 * What this package gives for one case of the shared vectors of VCC1, as a JSON value to compare with `expect`; undefined
 * for a kind that is not theirs. `input` has the shape that vectors/README.md gives its kind.
 */
export function runCollectiveVector(
  kind: string,
  input: unknown,
  arithmetic: CollectiveArithmetic = plainArithmetic,
): unknown | undefined {
  return runs[kind]?.(input as Input, arithmetic)
}
