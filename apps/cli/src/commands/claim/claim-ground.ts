import type { NodeClient } from '@vc/client'
import { parseHex } from '@vc/crypto'
import { nodeClientOf } from '../../node-client.ts'
import { nodeUrlOf, sayNodeFailure } from '../../node-failure.ts'
import type { Out } from '../../run-cli.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What a claim is made for, as the node sees it. */
export type ClaimGround = {
  readonly client: NodeClient
  readonly network: Uint8Array
  readonly source: unknown
  /** The two heights that a claim can be for now. */
  readonly heights: readonly number[]
  readonly minBurn: bigint
}

/** Asks the node; gives 1 when it can not be asked, after saying why. */
export async function withGround(
  environment: Environment,
  out: Out,
  act: (ground: ClaimGround) => Promise<number>,
): Promise<number> {
  const url = nodeUrlOf(environment, out)
  if (url === undefined) return 2
  try {
    return await act(await groundOf(nodeClientOf(url, environment)))
  } catch (error) {
    return sayNodeFailure(error, url, out)
  }
}

async function groundOf(client: NodeClient): Promise<ClaimGround> {
  const { network, head, parameters } = await client.status()
  const interval = Number(parameters['pob.interval'])
  const due = (Math.floor((head.height + 1) / interval) + 1) * interval
  const minBurn = BigInt(Number(parameters['pob.minBurn']))
  const source = parameters['pob.source']
  return { client, network: bytesOf(network), source, heights: [due, due + interval], minBurn }
}

const bytesOf = (hex: string) => parseHex(hex) ?? new Uint8Array()

/** The key named, or the node's own; undefined when there is none, after saying so. */
export async function keyOf(
  { client }: ClaimGround,
  named: string | undefined,
  out: Out,
): Promise<Uint8Array | undefined> {
  const text = named ?? (await client.producer())?.producerKey
  const key = text === undefined ? undefined : parseHex(text)
  if (key?.length === 32) return key
  if (named === undefined) out('FAILED: this node has no key to make a block with. Name one with --key.')
  else out(`FAILED: --key ${JSON.stringify(named)} is no key: 64 digits, 0 to 9 and a to f.`)
  return undefined
}

/** The heights to claim: the one named when a claim can be for it, else both; undefined after saying what is wrong. */
export function heightsOf(
  { heights }: ClaimGround,
  named: string | undefined,
  out: Out,
): readonly number[] | undefined {
  if (named === undefined) return heights
  const height = Number(named)
  if (heights.includes(height)) return [height]
  out(`FAILED: no claim can be for height ${named} now. It can be for ${heights.join(' or ')}.`)
  return undefined
}
