import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '@vc/cli'
import { claimPayload, decodeBlock, type GenesisParameters, NO_STAKE } from '@vc/consensus'
import {
  bitcoinTransaction,
  checkpointNote,
  notaryClaimOf,
  noteSigner,
  transactionProof,
} from '@vc/consensus/claims/testing'
import { concatBytes, fromHex, hash256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { initNetwork } from '@vc/node'
import { afterAll, expect, test } from 'vitest'
import { bitcoindOf, mineChain } from '../apps/node/src/bitcoin/testing.ts'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'

const ANCHOR = 100
const START = Math.floor(Date.now() / 1_000)
const SATOSHI = 5_000n
const [anchor] = mineChain({ prevHash: new Uint8Array(32), time: START - 60 }, 1)
const folder = mkdtempSync(join(tmpdir(), 'vc-claims-'))
const closing: (() => void)[] = [() => rmSync(folder, { recursive: true, force: true })]
afterAll(() => {
  for (const close of closing.reverse()) close()
})

/** A node process that founds a network of these parameters. */
async function networkOf(
  name: string,
  parameters: Partial<GenesisParameters>,
  env: Record<string, string> = {},
) {
  const dataDir = join(folder, name)
  const founded = {
    rpIds: ['localhost'],
    origins: ['http://localhost:4720'],
    councilKeys: [`02${'11'.repeat(32)}`],
  }
  const rest = {
    allotments: [],
    time: START,
    commitmentLength: 4_096,
    parameters: { 'pob.interval': 6, ...parameters },
  }
  await initNetwork({ dataDir, name: `dev-${name}`, ...founded, ...rest })
  const node = await startNode(dataDir, env)
  closing.push(() => node.kill('SIGKILL'))
  return node
}

/** One command line against a node; what it said, and each of its lines by its first word. */
async function say(node: NodeProcess, env: Record<string, string>, ...args: string[]) {
  const said: string[] = []
  const code = await runCli(['claim', ...args], (line) => said.push(line), { NODE_URL: node.url, ...env })
  const line = (name: string) => said.find((one) => one.startsWith(name))?.slice(15)
  return { code, text: said.join('\n'), line }
}

/** The header at a height, once the node has it. */
async function headerAt({ client }: NodeProcess, height: number) {
  const { head } = await client.waitForHeight(height, 60_000)
  expect(head.height).toBeGreaterThanOrEqual(height)
  const bytes = fromHex(must(await client.block(height), 'a block').bytes)
  const block = decodeBlock(bytes, bytes.length)
  if (!block.ok) throw new Error(block.refusal.code)
  return block.value.header
}

test.concurrent('who burns claims a block with the command, of a bitcoind and of files, and the node makes it', async () => {
  const headers = [must(anchor, 'an anchor')]
  const burns = new Map<number, Uint8Array>()
  const mine = (time: number, root: Uint8Array = new Uint8Array(32).fill(headers.length)) => {
    const prevHash = hash256(must(headers.at(-1), 'a header'))
    headers.push(...mineChain({ prevHash, time }, 1, { rootOf: () => root }))
  }
  for (let time = START - 55; time <= START; time += 1) mine(time)
  const { url, close } = await bitcoindOf({ anchor: ANCHOR, chain: () => headers, burns })
  closing.push(close)
  const mining = setInterval(() => mine(Math.floor(Date.now() / 1_000)), 1_000)
  closing.push(() => clearInterval(mining))
  const regtest = { 'beacon.source': 'regtest', 'beacon.lag': 4, 'pob.source': 'regtest' } as const
  const beacon = { 'beacon.anchor': { height: ANCHOR, header: toHex(must(anchor, 'an anchor')) } }
  const limits = { stakeMaturity: 60, 'pob.minBurn': 1_000 }
  const node = await networkOf('burn', { ...regtest, ...beacon, ...limits }, { BITCOIN_RPC_URL: url })
  const env = { BITCOIN_RPC_URL: url }

  expect((await say(node, env, 'payload', '--satoshi', '999')).text).toContain('at least 1000')
  const asked = await say(node, env, 'payload', '--satoshi', String(SATOSHI), '--at', '6000')
  expect(asked.text).toContain('for height 6000 now. It can be for')
  const { line } = await say(node, env, 'payload', '--satoshi', String(SATOSHI))
  const height = Number(line('height')) + 6
  const far = await say(node, env, 'payload', '--satoshi', String(SATOSHI), '--at', String(height))
  // A wallet would fund this very transaction; here one input is written in place of none.
  const script = fromHex(must(far.line('burn script'), 'a script'))
  const burn = bitcoinTransaction([{ amount: SATOSHI, script }])
  expect(far.line('to be funded')).toBe(`020000000001${toHex(burn).slice(-126, -8)}00000000`)
  const name = toHex(hash256(burn).reverse())

  expect((await say(node, env, 'burn', name)).text).toContain('burn-not-found')
  mine(Math.floor(Date.now() / 1_000), hash256(burn))
  burns.set(ANCHOR + headers.length - 1, burn)
  await expect
    .poll(async () => (await say(node, env, 'burn', name)).text, { timeout: 30_000, interval: 500 })
    .toContain('claim-early')
  await expect
    .poll(async () => (await say(node, env, 'burn', name)).text, { timeout: 60_000, interval: 1_000 })
    .toContain('taken, and told')

  const [bytes, proof] = ['burn.hex', 'proof.hex'].map((file) => join(folder, file))
  const [at] = [...burns.keys()]
  const { tail } = transactionProof([hash256(burn)], 0)
  writeFileSync(must(bytes, 'a file'), `${toHex(burn)}\n`)
  writeFileSync(
    must(proof, 'a file'),
    toHex(concatBytes(must(headers[must(at, 'it') - ANCHOR], 'its header'), tail)),
  )
  const files = ['--transaction', must(bytes, 'a file'), '--proof', must(proof, 'a file')]
  const again = await say(node, {}, 'burn', ...files, '--height', String(at))
  expect([again.code, again.text]).toEqual([0, expect.stringContaining('knows it already')])
  const elsewhere = await say(node, {}, 'burn', ...files, '--height', String(Number(at) - 1))
  expect([elsewhere.code, elsewhere.text]).toEqual([1, expect.stringContaining('claim-invalid')])
  expect((await say(node, {}, 'burn', ...files, '--height', String(ANCHOR + 9_999))).text).toContain(
    'claim-early',
  )
  expect((await say(node, {}, 'burn', name)).text).toContain('bitcoin-unreachable')

  const { stakeIndex, producerKey, stakeTxid } = await headerAt(node, height)
  expect([stakeIndex, toHex(producerKey), toHex(stakeTxid)]).toEqual([
    NO_STAKE,
    again.line('key'),
    again.line('claimId'),
  ])
})

test.concurrent('whoever has a leaf in the log claims with its proof; what is wrong is said and nothing is sent', async () => {
  const log = noteSigner('log.example', new Uint8Array(32).fill(21))
  const notaries = [{ origin: 'log.example', keys: [log.key] }]
  const token = { NODE_TOKEN_FILE: join(folder, 'token') }
  const rules = { 'pob.source': 'notary', 'pob.notaries': notaries, 'pob.notaryQuorum': 1 } as const
  const node = await networkOf('notary', rules, token)
  const { line } = await say(node, {}, 'payload')
  const height = Number(line('height'))
  const key = fromHex(must(line('key'), 'a key'))
  const { network } = await node.client.status()
  const leaves = [hash256(key), claimPayload(fromHex(network), { height, key })]
  const file = join(folder, 'claim.tlog-proof')
  const write = (signers: Parameters<typeof checkpointNote>[2]) => {
    const note = checkpointNote('log.example', leaves, signers)
    const claim = notaryClaimOf(leaves, 1, note)
    const hashes =
      claim.kind === 'notary' ? claim.path.map((hash) => Buffer.from(hash).toString('base64')) : []
    const text = ['c2sp.org/tlog-proof@v1', 'index 1', ...hashes].join('\n')
    writeFileSync(file, `${text}\n\n${Buffer.from(note).toString('utf8')}`)
  }
  write([noteSigner('log.example', new Uint8Array(32).fill(22))])
  expect((await say(node, token, 'notary', file)).text).toContain('claim-invalid')
  write([log])
  expect((await say(node, {}, 'notary', file, '--key', '77'.repeat(32))).text).toContain(
    'notary-leaf-missing',
  )
  expect((await say(node, {}, 'notary', file, '--key', '77')).text).toContain('is no key')
  expect((await say(node, {}, 'notary', join(folder, 'nothing'))).text).toContain('there is no file')
  expect((await say(node, {}, 'notary', file, '--wrong')).code).toBe(2)
  expect((await say(node, {}, 'burn')).code).toBe(2)
  const stranger = await say(node, {}, 'notary', file)
  expect([stranger.code, stranger.text]).toEqual([1, expect.stringContaining('Set NODE_TOKEN_FILE')])
  const nowhere = { NODE_TOKEN_FILE: join(folder, 'nothing') }
  expect((await say(node, nowhere, 'notary', file)).text).toContain('there is no file')
  const taken = await say(node, token, 'notary', file)
  expect([taken.code, taken.text]).toEqual([0, expect.stringContaining('taken, and told')])
  expect((await headerAt(node, height)).stakeIndex).toBe(NO_STAKE)
})
