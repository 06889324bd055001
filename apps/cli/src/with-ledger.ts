import type { NodeStatus } from '@vc/client'
import { nodeClientOf } from './node-client.ts'
import { nodeUrlOf, sayNodeFailure } from './node-failure.ts'
import { type Ledger, readLedger } from './read-ledger.ts'
import type { Out } from './run-cli.ts'

type HeightAsked = { readonly height: number | undefined }
type Asked = HeightAsked & { readonly subject: string }

/** Reads "SUBJECT [--at HEIGHT]", the subject in hex of one of these lengths in bytes; undefined when it is not that. */
export function askedOf(args: readonly string[], lengths: readonly number[]): Asked | undefined {
  const [subject = '', ...rest] = args
  const isHex = /^[0-9a-f]+$/.test(subject) && lengths.includes(subject.length / 2)
  const at = heightAskedOf(rest)
  return isHex && at ? { subject, ...at } : undefined
}

/** Reads "[--at HEIGHT]"; undefined when it is not that. */
export function heightAskedOf([flag, height, ...more]: readonly string[]): HeightAsked | undefined {
  if (flag === undefined) return { height: undefined }
  const isHeight = flag === '--at' && /^\d{1,9}$/.test(height ?? '') && more.length === 0
  return isHeight ? { height: Number(height) } : undefined
}

/** Reads the ledger from the node up to the height, the head unless told, and hands it over; says what fails. */
export async function withLedger(
  { height }: HeightAsked,
  out: Out,
  environment: Readonly<Record<string, string | undefined>>,
  work: (ledger: Ledger, status: NodeStatus) => number,
): Promise<number> {
  const nodeUrl = nodeUrlOf(environment, out)
  if (nodeUrl === undefined) return 2
  try {
    const client = nodeClientOf(nodeUrl, environment)
    const status = await client.status()
    if (height !== undefined && height > status.head.height) {
      out(`FAILED: the chain ends at block ${status.head.height}`)
      return 1
    }
    return work(await readLedger(client, height ?? status.head.height), status)
  } catch (error) {
    return sayNodeFailure(error, nodeUrl, out)
  }
}
