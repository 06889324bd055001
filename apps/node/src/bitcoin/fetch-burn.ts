import { fromHex, hash256, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { z } from 'zod'
import { BitcoinRpcError, bitcoinQuestions } from './rpc.ts'

/** What a burn claim is made of. */
export type FetchedBurn = {
  readonly transaction: Uint8Array
  readonly proof: Uint8Array
  readonly bitcoinHeight: number
}
/** No block holds it that this bitcoind can tell of; its block was left by a reorganisation. */
export type FetchBurnRefusal = { readonly code: 'burn-not-found' | 'burn-block-left' }

const bytes = z.string().regex(/^([0-9a-f]{2})*$/)
const MOST_HEADER = 160
const facts = z.object({ hash: bytes.length(64), height: z.int().nonnegative(), confirmations: z.int() })

/**
 * Asks a bitcoind for a transaction in a block, its proof and the block's height. The block need only be named where the
 * bitcoind keeps no index of transactions and all outputs are spent. Throws BitcoinRpcError.
 */
export async function fetchBurn(
  place: Parameters<typeof bitcoinQuestions>[0],
  txid: string,
  block?: string,
): Promise<Result<FetchedBurn, FetchBurnRefusal>> {
  const ask = bitcoinQuestions(place)
  const one = async (method: string, ...params: readonly unknown[]) => (await ask([[method, ...params]]))[0]
  const proof = await one('gettxoutproof', [txid], ...(block === undefined ? [] : [block]))
  if (proof === undefined || proof === null) return refuse({ code: 'burn-not-found' })
  const proven = read(bytes.min(MOST_HEADER), proof)
  const name = block ?? nameOf(fromHex(proven.slice(0, MOST_HEADER)))
  const [header, transaction] = await ask([
    ['getblockheader', name, true],
    ['getrawtransaction', txid, false, name],
  ])
  const { height, confirmations } = read(facts, header)
  if (confirmations < 1) return refuse({ code: 'burn-block-left' })
  const raw = fromHex(read(bytes, transaction))
  return ok({ transaction: raw, proof: fromHex(proven), bitcoinHeight: height })
}

/** A block's hash as Bitcoin shows it. */
const nameOf = (header: Uint8Array) => toHex(hash256(header).reverse())

function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw new BitcoinRpcError('bitcoin-malformed', { cause: parsed.error })
  return parsed.data
}
