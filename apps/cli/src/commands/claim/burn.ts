import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type MakeBurnCode, makeBurnClaim } from '@vc/consensus'
import { parseHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { BitcoinRpcError, type FetchBurnRefusal, type FetchedBurn, fetchBurn } from '@vc/node'
import type { Command, Out } from '../../run-cli.ts'
import { withGround } from './claim-ground.ts'
import { submitClaim } from './submit-claim.ts'

type Code = MakeBurnCode | FetchBurnRefusal['code'] | BitcoinRpcError['code'] | 'burn-file-malformed'

const advice: Readonly<Record<Code, string>> = {
  'burn-transaction-malformed': 'This is no transaction of Bitcoin.',
  'burn-proof-malformed':
    'This is not what gettxoutproof prints, or its hashes do not come to the root of its header.',
  'burn-proof-other': 'The proof is of another transaction.',
  'burn-output-missing': 'No output burns for this network. See what to burn with: vc claim payload',
  'burn-not-found': 'The bitcoind finds it in no block. Wait for one, or name the block with --block.',
  'burn-block-left': 'Its block is not on the best chain any more. Wait until another one holds it.',
  'burn-file-malformed': 'A file holds hex digits and nothing else.',
  'bitcoin-unreachable': 'No bitcoind answers at BITCOIN_RPC_URL.',
  'bitcoin-unauthorised': 'The bitcoind did not let us in: see BITCOIN_RPC_URL and BITCOIN_RPC_COOKIE_FILE.',
  'bitcoin-malformed': 'What answers at BITCOIN_RPC_URL is no bitcoind.',
}
type Refused = { readonly code: Code; readonly facts?: unknown }
type Asked = Readonly<Record<'txid' | 'block' | 'transaction' | 'proof' | 'height', string | undefined>>

/** Claims with a transaction of Bitcoin that burns. */
export const burn: Command = async (args, out, environment) => {
  const string = { type: 'string' } as const
  const options = { block: string, transaction: string, proof: string, height: string }
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const { block, transaction, proof, height } = values
  const asked = { txid: positionals[0], block, transaction, proof, height }
  if (positionals.length > 1 || !isClear(asked)) {
    out('Usage: vc claim burn TXID [--block HASH]')
    out('       vc claim burn --transaction FILE --proof FILE --height N')
    return 2
  }
  return withGround(environment, out, async (ground) => {
    const fetched = asked.txid ? await ofBitcoind(asked.txid, block, environment) : ofFiles(asked)
    if (!fetched.ok) return refused(fetched.refusal, out)
    const made = makeBurnClaim({ ...fetched.value, network: ground.network })
    return made.ok ? submitClaim(made.value, ground, out) : refused(made.refusal, out)
  })
}

const HASH = /^[0-9a-f]{64}$/

/** A transaction by its id, or three files' worth; never both. */
function isClear({ txid, block, transaction, proof, height }: Asked): boolean {
  const files = [transaction, proof, height].filter((file) => file !== undefined)
  if (txid === undefined) return files.length === 3 && block === undefined && /^\d{1,9}$/.test(height ?? '')
  return files.length === 0 && HASH.test(txid) && (block === undefined || HASH.test(block))
}

async function ofBitcoind(
  txid: string,
  block: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<FetchedBurn, Refused>> {
  const url = environment.BITCOIN_RPC_URL ?? ''
  if (!URL.canParse(url)) return refuse({ code: 'bitcoin-unreachable', facts: { url } })
  try {
    return await fetchBurn({ url, cookieFile: environment.BITCOIN_RPC_COOKIE_FILE }, txid, block)
  } catch (error) {
    if (error instanceof BitcoinRpcError) return refuse({ code: error.code })
    throw error
  }
}

function ofFiles({ transaction = '', proof = '', height }: Asked): Result<FetchedBurn, Refused> {
  const [bytes, proven] = [transaction, proof].map((file) => parseHex(readFileSync(file, 'utf8').trim()))
  if (!bytes) return refuse({ code: 'burn-file-malformed', facts: { file: transaction } })
  if (!proven) return refuse({ code: 'burn-file-malformed', facts: { file: proof } })
  return ok({ transaction: bytes, proof: proven, bitcoinHeight: Number(height) })
}

function refused({ code, facts = {} }: Refused, out: Out): number {
  out(`FAILED: ${code} ${JSON.stringify(facts)}. Nothing was sent.`)
  out(advice[code])
  return 1
}
