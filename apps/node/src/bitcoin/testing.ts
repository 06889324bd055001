import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mineHeader } from '@vc/consensus/claims/testing'
import { concatBytes, hash256, toHex } from '@vc/crypto'
import { must, parseJson } from '@vc/kernel'

/** Headers of regtest on a parent, each `spacing` seconds after the other, with real work; `rootOf` a number gives its root. */
export function mineChain(
  from: { readonly prevHash: Uint8Array; readonly time: number },
  count: number,
  { spacing = 5, rootOf = (at: number): Uint8Array => new Uint8Array(32).fill(at) } = {},
): readonly Uint8Array[] {
  const headers: Uint8Array[] = []
  let prevHash = from.prevHash
  for (let at = 0; at < count; at += 1) {
    const header = mineHeader({ prevHash, merkleRoot: rootOf(at), time: from.time + at * spacing })
    headers.push(header)
    prevHash = hash256(header)
  }
  return headers
}

/** What `gettxoutproof` gives of a block that holds one transaction. */
const proofOfOne = (header: Uint8Array, transaction: Uint8Array) =>
  concatBytes(header, Uint8Array.of(1, 0, 0, 0, 1), hash256(transaction), Uint8Array.of(1, 1))

type Call = { readonly id: number; readonly method: string; readonly params: readonly unknown[] }

/**
 * What a node asks of a bitcoind, over HTTP as a bitcoind answers it: the world outside, for tests. `chain`: headers by height
 * from `anchor` on; it may be another with each question.
 */
export async function bitcoindOf(of: {
  readonly anchor: number
  readonly chain: () => readonly Uint8Array[]
  /** Transactions as they stand in blocks, one alone in each, by the height of its block. */
  readonly burns?: ReadonlyMap<number, Uint8Array>
  readonly login?: string
  /** Instead of an honest answer; undefined: none ever comes. */
  readonly answer?: (honest: string) => string | undefined
}) {
  const shown = (header: Uint8Array) => toHex(hash256(header).reverse())
  const burnOf = (asked: unknown) => {
    const found = [...(of.burns ?? [])].find(([, transaction]) => shown(transaction) === asked)
    const header = found && of.chain()[found[0] - of.anchor]
    return found && header && { header, transaction: found[1] }
  }
  const resultOf = ({ method, params: [asked, isPlain] }: Call): unknown => {
    const chain = of.chain()
    if (method === 'gettxoutproof') {
      const burn = burnOf(Array.isArray(asked) ? asked[0] : undefined)
      return burn && toHex(proofOfOne(burn.header, burn.transaction))
    }
    if (method === 'getrawtransaction') {
      const burn = burnOf(asked)
      return burn && toHex(burn.transaction)
    }
    if (method === 'getbestblockhash') return shown(must(chain.at(-1), 'a chain'))
    if (method === 'getblockhash') {
      const header = chain[Number(asked) - of.anchor]
      return header && shown(header)
    }
    const at = method === 'getblockheader' ? chain.findIndex((one) => shown(one) === asked) : -1
    const header = chain[at]
    if (header && isPlain === true)
      return { hash: asked, height: of.anchor + at, confirmations: chain.length - at }
    return header && toHex(header)
  }
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString('utf8')
    const login = Buffer.from(
      (request.headers.authorization ?? '').replace('Basic ', ''),
      'base64',
    ).toString()
    if (of.login !== undefined && login !== of.login) return void response.writeHead(401).end()
    const calls = parseJson(text) as readonly Call[]
    asked.push(...calls.map(({ method }) => method))
    const answers = calls.map((call) => {
      const result = resultOf(call)
      const error = result === undefined ? { code: -8, message: 'Block height out of range' } : null
      return { jsonrpc: '2.0', id: call.id, result: result ?? null, error }
    })
    const told = of.answer ? of.answer(JSON.stringify(answers)) : JSON.stringify(answers)
    if (told !== undefined) response.end(told)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${port}`, asked, close }
}
