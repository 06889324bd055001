import { type NodeStatus, openClient } from '@vc/client'
import { nodeUrlOf, sayNodeFailure } from './node-failure.ts'
import { type Ledger, readLedger } from './read-ledger.ts'
import type { Out } from './run-cli.ts'

type Asked = { readonly subject: string; readonly height: number | undefined }

/** Reads "SUBJECT [--at HEIGHT]", the subject in hex of one of these lengths in bytes; undefined when it is not that. */
export function askedOf(args: readonly string[], lengths: readonly number[]): Asked | undefined {
  const [subject = '', flag, height, ...more] = args
  const isHex = /^[0-9a-f]+$/.test(subject) && lengths.includes(subject.length / 2)
  if (!isHex || more.length > 0) return undefined
  if (flag === undefined) return { subject, height: undefined }
  return flag === '--at' && /^\d{1,9}$/.test(height ?? '') ? { subject, height: Number(height) } : undefined
}

/** Reads the ledger from the node up to the height, the head unless told, and hands it over; says what fails. */
export async function withLedger(
  { height }: Asked,
  out: Out,
  environment: Readonly<Record<string, string | undefined>>,
  work: (ledger: Ledger, status: NodeStatus) => number,
): Promise<number> {
  const nodeUrl = nodeUrlOf(environment, out)
  if (nodeUrl === undefined) return 2
  try {
    const client = openClient(nodeUrl)
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
