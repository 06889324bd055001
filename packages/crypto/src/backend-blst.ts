import type { BallotCurve } from './ballot-keys.ts'

type Blst = typeof import('@chainsafe/blst')

/** The curve of VCB1 by blst; undefined where its binding is absent. */
export async function openBlst(): Promise<BallotCurve | undefined> {
  try {
    return curveOf(await import('@chainsafe/blst'))
  } catch {
    return undefined
  }
}

function curveOf({ PublicKey, Signature, fastAggregateVerify }: Blst): BallotCurve {
  return {
    open: (keys) =>
      orUndefined(() => {
        if (keys.some(({ length }) => length !== 48)) return undefined
        const decoded = keys.map((key) => PublicKey.fromBytes(key, true))
        return (voters, message, signature) => {
          const present = voters.flatMap((voter) => decoded[voter] ?? [])
          if (present.length === 0 || present.length !== voters.length || signature.length !== 96)
            return false
          const verdict = orUndefined(() =>
            fastAggregateVerify(message, present, Signature.fromBytes(signature, true, true)),
          )
          return verdict === true
        }
      }),
  }
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
