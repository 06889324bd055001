import { createServer } from 'node:http'
import {
  type NodeBlock,
  NodeCallError,
  type NodeClient,
  type NodeMembers,
  type NodeStatus,
  type SharesAnswer,
  type SubmitAnswer,
} from '@vc/client'
import { blockHash, decodeBlock, EMPTY_EXTENSION, encodeBlock, type Header, OPEN_POLICY } from '@vc/consensus'
import { equalBytes, fromHex, schnorrPublicKey, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { decodeTransaction, encodeTransaction, signInput, type Transaction, txidOf } from '@vc/ledger'

/** What no script says anything of. */
const unscripted = async () => {
  throw new NodeCallError('method-unknown', {})
}

type Refusal = { code: string; facts: Record<string, unknown> }
/** Parameters that are in force, and the secret of the key that it produces with, if it does. */
type Script = { readonly parameters?: Readonly<Record<string, unknown>>; readonly producer?: Uint8Array }

/**
 * A node whose chain a test writes line by line: which blocks, which branch, what is final, what it refuses.
 * It judges nothing. Blocks travel in their real form; everything else of a node is tested with the real one.
 */
export function scriptedNode({ parameters = {}, producer }: Script = {}) {
  let chain: NodeBlock[] = []
  let pool: { txid: string; transaction: Transaction }[] = []
  let finalHeight = -1
  let salt = 0
  let refuse: ((txids: string[]) => Refusal | undefined) | undefined
  let seated: NodeMembers['members'] = []
  const submitted: string[][] = []
  const tip = (height: number) => ({ height, hash: must(chain[height], 'a block').hash })

  const mine = (
    transactions: readonly Transaction[] = [],
    totals: readonly bigint[] = Array<bigint>(9).fill(0n),
    by?: Uint8Array,
  ): NodeBlock => {
    const height = chain.length
    const prevHash = chain.at(-1)?.hash ?? '00'.repeat(32)
    const made = headerOf({ height, prevHash, salt, totals })
    const header = by ? { ...made, producerKey: by } : made
    const bytes = encodeBlock({ header, extension: EMPTY_EXTENSION, transactions })
    const block = {
      height,
      hash: toHex(blockHash(header)),
      time: 1_800_000_000 + height,
      bytes: toHex(bytes),
      final: false,
    }
    chain.push(block)
    const mined = new Set(transactions.map((transaction) => toHex(txidOf(transaction))))
    pool = pool.filter(({ txid }) => !mined.has(txid))
    return block
  }
  const status = async (): Promise<NodeStatus> => {
    const head = must(chain.at(-1), 'a genesis')
    const at = finalHeight < 0 ? tip(0) : tip(finalHeight)
    return {
      network: must(chain[0], 'a genesis').hash,
      configurationId: '00'.repeat(32),
      protocol: 1,
      parameters: { badDebtAge: 60, ...parameters },
      genesisTime: 1_800_000_000,
      head: { height: head.height, hash: head.hash, time: head.time, stateHash: '00'.repeat(32) },
      justified: at,
      final: at,
      mempool: pool.length,
      totals: Array<string>(9).fill('0'),
      backend: 'noble',
    }
  }
  const heightOf = (txid: string) =>
    chain.findIndex((block) => block.bytes.includes(bytesOf.get(txid) ?? 'none'))
  const bytesOf = new Map<string, string>()

  const ground = { circulating: 0n, unused: 0n, entered: 0n, meanAge: 0 }
  const creditStanding = async () => ({ policy: OPEN_POLICY, ground, halts: [], most: null, bound: null })

  /** As the real one signs, for a chain that holds all that is named. */
  const signed = (tx: Transaction): SharesAnswer => {
    const all = chain.flatMap(({ bytes }) => transactionsIn(bytes))
    const named = tx.inputs.map(({ txid, index }) => {
      const from = must(
        all.find((one) => equalBytes(txidOf(one), txid)),
        'the chain has it',
      )
      return { ...must(from.outputs[index], 'an output'), layer: from.layer, kind: from.kind, height: 0 }
    })
    const secret = must(producer, 'a producer signs')
    const network = fromHex(must(chain[0], 'a genesis').hash)
    const whole = named.reduce((one, _, index) => signInput({ tx: one, named, network, index, secret }), tx)
    return { signed: true, transaction: toHex(encodeTransaction(whole)) }
  }

  const client: NodeClient = {
    status,
    creditStanding,
    creditWindows: async (amounts) =>
      amounts.map(() => ({ fits: true, most: null, bound: null, next: null })),
    producer: async () =>
      producer ? { producerKey: toHex(schnorrPublicKey(producer)), commitment: '5c'.repeat(32) } : null,
    members: async () => ({ height: chain.length - 1, window: 30, members: seated }),
    signShares: async (hex) => signed(must(decoded(hex), 'a transaction')),
    replaceCreditPolicy: creditStanding,
    giveNotice: async () => ({ accepted: false, code: 'regulator-only' }),
    submitClaim: async () => ({ accepted: false, refusal: { code: 'claims-off', facts: {} } }),
    ...{
      configuration: unscripted,
      checkProposal: unscripted,
      configurationDocuments: unscripted,
      propose: unscripted,
      chooseProposal: unscripted,
      previewConfiguration: unscripted,
    },
    blocks: async ({ from, count }) => chain.slice(from, from + Math.min(count, 3)),
    block: async (at) => chain.find(({ height, hash }) => height === at || hash === at) ?? null,
    peers: async () => ({ peers: [], voters: [], ailments: [], offences: 0 }),
    output: async () => null,
    record: async () => null,
    roster: async () => null,
    submit: async (list): Promise<SubmitAnswer> => {
      submitted.push([...list])
      const all = list.map((hex) => must(decoded(hex), 'a transaction'))
      const txids = all.map((transaction) => toHex(txidOf(transaction)))
      const refusal = refuse?.(txids)
      if (refusal) return { accepted: false, refusal }
      txids.forEach((txid, i) => {
        bytesOf.set(txid, must(list[i], 'bytes'))
        const known = pool.some((entry) => entry.txid === txid) || heightOf(txid) >= 0
        if (!known) pool.push({ txid, transaction: must(all[i], 'a transaction') })
      })
      return { accepted: true, txids }
    },
    submitMany: unscripted,
    judgeDraft: unscripted,
    waitForHeight: status,
    transaction: async (txid) => {
      const height = heightOf(txid)
      if (height >= 0) return { state: 'block', ...tip(height), final: height <= finalHeight }
      return pool.some((entry) => entry.txid === txid) ? { state: 'mempool' } : null
    },
  }
  return {
    client,
    mine,
    /** A block of all that waits in the mempool. */
    minePool: () => mine(pool.map(({ transaction }) => transaction)),
    /** Leaves all blocks above a height; what is mined next has other hashes. */
    leave(height: number) {
      chain = chain.slice(0, height + 1)
      salt += 1
    },
    finalise: (height: number) => {
      finalHeight = height
    },
    /** Who is a member, and when the last blocks saw each. */
    seat: (members: NodeMembers['members']) => {
      seated = members
    },
    loseMempool: () => {
      pool = []
    },
    refuseBy: (rule: typeof refuse) => {
      refuse = rule
    },
    submitted,
    pool: () => pool.map(({ txid }) => txid),
    waiting: () => pool.map(({ transaction }) => transaction),
    height: () => chain.length - 1,
    blocks: () => chain,
  }
}
export type ScriptedNode = ReturnType<typeof scriptedNode>

function transactionsIn(bytes: string): readonly Transaction[] {
  const read = decodeBlock(fromHex(bytes), 4_000_000)
  return read.ok ? read.value.transactions : []
}

function decoded(hex: string): Transaction | undefined {
  const result = decodeTransaction(fromHex(hex), 100_000)
  return result.ok ? result.value : undefined
}

/** Only the fields that the tables keep mean something. */
function headerOf(of: { height: number; prevHash: string; salt: number; totals: readonly bigint[] }): Header {
  const hash = new Uint8Array(32).fill(of.salt)
  return {
    version: 1,
    height: of.height,
    prevHash: fromHex(of.prevHash),
    time: 1_800_000_000 + of.height,
    bits: 0x1e100000,
    txRoot: hash,
    witnessRoot: hash,
    extRoot: hash,
    stateHash: hash,
    configId: hash,
    beaconHash: hash,
    stakeTxid: hash,
    stakeIndex: 0,
    stakeAmount: 1n,
    producerKey: hash,
    reveal: hash,
    totals: of.totals,
    ballots: [],
    signature: new Uint8Array(64),
  }
}

/** Answers JSON-RPC over HTTP for a client, so that a worker in a process of its own can ask. */
export async function serveNode(client: NodeClient): Promise<{ url: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { id, method, params } = JSON.parse(Buffer.concat(parts).toString('utf8'))
    const result = await answer(client, method, params)
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

function answer(client: NodeClient, method: string, params: Record<string, never>): Promise<unknown> {
  if (method === 'blocks') return client.blocks(params as never)
  if (method === 'block') return client.block(params.at as never)
  if (method === 'submit') return client.submit(params.transactions as never)
  if (method === 'transaction') return client.transaction(params.txid as never)
  return client.status()
}
