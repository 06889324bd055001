import type { BallotCurve, BallotSigner } from './ballot-keys.ts'

type Blst = typeof import('@chainsafe/blst')

/** The curve of VCB1 by blst; undefined where its binding is absent. */
export async function openBlst(): Promise<BallotCurve | undefined> {
  try {
    return curveOf(await import('@chainsafe/blst'))
  } catch {
    return undefined
  }
}

/** A signer of VCB1 by blst, which has the same suite; undefined where its binding is absent. */
export async function openBlstSigner(): Promise<BallotSigner | undefined> {
  try {
    const { SecretKey } = await import('@chainsafe/blst')
    return {
      publicKey: (secret) => SecretKey.fromBytes(secret).toPublicKey().toBytes(true),
      sign: (message, secret) => SecretKey.fromBytes(secret).sign(message).toBytes(true),
    }
  } catch {
    return undefined
  }
}

function curveOf({ PublicKey, Signature, aggregatePublicKeys, fastAggregateVerify }: Blst): BallotCurve {
  return {
    open: (keys) =>
      orUndefined(() => {
        if (keys.some(({ length }) => length !== 48)) return undefined
        const decoded = keys.map((key) => PublicKey.fromBytes(key, true))
        const sumsOf = keptSums(decoded, (some) => aggregatePublicKeys(some))
        return (voters, message, signature) => {
          const known = voters.every((voter) => voter < decoded.length)
          if (voters.length === 0 || !known || signature.length !== 96) return false
          const verdict = orUndefined(() =>
            fastAggregateVerify(message, sumsOf(voters), Signature.fromBytes(signature, true, true)),
          )
          return verdict === true
        }
      }),
  }
}

/** Neighbours whose sum is kept (a bit of a number each), and how many sums at most: those that were made last. */
const neighbours = 32
const mostSums = 1_024

/**
 * Points that come to the sum of the voters' keys, one for each 32 neighbours: who among them votes together is mostly
 * the same from vote to vote, and to hand a key over costs more than to add it.
 */
function keptSums<Key>(
  keys: readonly Key[],
  add: (some: Key[]) => Key,
): (voters: readonly number[]) => Key[] {
  const kept = new Map<number, Key>()
  const sumOf = ([group, bits]: readonly [number, number]): Key => {
    const name = group * 2 ** neighbours + (bits >>> 0)
    const known = kept.get(name)
    if (known !== undefined) return known
    const all = keys.slice(neighbours * group, neighbours * (group + 1))
    const sum = add(all.filter((_, i) => (bits & (1 << i)) !== 0))
    const [oldest] = kept.keys()
    if (kept.size >= mostSums && oldest !== undefined) kept.delete(oldest)
    kept.set(name, sum)
    return sum
  }
  return (voters) => [...groupsOf(voters)].map(sumOf)
}

/** The groups of neighbours of whom some vote: their number, and a bit for each who does. */
function groupsOf(voters: readonly number[]): Map<number, number> {
  const groups = new Map<number, number>()
  for (const voter of voters) {
    const group = Math.floor(voter / neighbours)
    groups.set(group, (groups.get(group) ?? 0) | (1 << (voter % neighbours)))
  }
  return groups
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
