import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type NodeClient, openClient } from '@vc/client'
import { decodeBlock } from '@vc/consensus'
import { fromHex, p256PublicKey, sha256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { initNetwork } from '@vc/node'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const vc = fileURLToPath(new URL('../bin/vc.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'vc-node-commands-'))
const inside = (name: string) => join(folder, name)
const [founder, joiner] = [inside('founder'), inside('joiner')]
const until = <T>(met: () => Promise<T>) => vi.waitFor(met, { timeout: 30_000, interval: 200 })

type Ended = { readonly code: number | string; readonly said: string }
type Command = {
  readonly ended: Promise<Ended>
  readonly said: () => string
  readonly pid: number
  readonly kill: (signal: NodeJS.Signals) => void
}

const started: Command[] = []
afterAll(async () => {
  for (const { pid } of started) endGroup(pid)
  await Promise.all(started.map(({ ended }) => ended))
  rmSync(folder, { recursive: true, force: true })
})

/** The whole group: the command and the node that it runs. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

/** The command line as an operator types it, in a process of its own. */
function begin(args: readonly string[], env: Readonly<Record<string, string>> = {}): Command {
  const child = spawn(process.execPath, [vc, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => parts.push(String(text)))
  const said = () => parts.join('')
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? 'unknown', said: said() }))
  })
  const command = {
    ended,
    said,
    pid: must(child.pid, 'it runs'),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  }
  started.push(command)
  return command
}
const say = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  begin(['node', ...args], env).ended

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise<void>((done) => server.close(() => done()))
  return typeof address === 'object' && address ? address.port : 0
}

type Running = Command & { readonly url: string; readonly client: NodeClient }

/** `vc node run`, until it answers. */
async function run(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const port = await freePort()
  const command = begin(['node', 'run', dataDir], { NODE_RPC_PORT: String(port), ...env })
  const url = `http://127.0.0.1:${port}`
  const client = openClient(url)
  await until(() =>
    client.status().catch((error: unknown) => {
      throw new Error(`${String(error)}\n${command.said()}`)
    }),
  )
  return { ...command, url, client }
}
const atHeight = ({ client }: Running, height: number) =>
  until(async () => {
    const { head, final } = await client.status()
    expect(head.height).toBeGreaterThanOrEqual(height)
    expect(final.height).toBeGreaterThan(0)
  })
/** Hash and state hash that a node has at a height. */
async function stateAt({ client }: Running, height: number) {
  const [block] = await client.blocks({ from: height, count: 1 })
  const { hash, bytes } = must(block, 'a block of this height')
  const decoded = decodeBlock(fromHex(bytes), 4_000_000)
  if (!decoded.ok) throw new Error(decoded.refusal.code)
  return { hash, stateHash: toHex(decoded.value.header.stateHash) }
}

beforeAll(async () => {
  await initNetwork({
    ...{ dataDir: founder, name: 'dev-commands', origins: ['http://localhost'], rpIds: ['localhost'] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
    // The draws of the slots since then are known to nobody: the node begins to produce at once.
    ...{ allotments: [], time: Math.floor(Date.now() / 1_000) - 60, commitmentLength: 4_096 },
  })
})

describe("an operator's commands for one node", () => {
  it('refuse what they do not understand with code 2, and what can not be done with code 1 and what to do', async () => {
    mkdirSync(inside('empty'))
    const lines: readonly (readonly [readonly string[], number, RegExp])[] = [
      [[], 2, /Usage: vc node COMMAND/],
      [['fly'], 2, /Usage: vc node COMMAND/],
      [['--help'], 0, /restore FOLDER DIR/],
      [['init', joiner], 2, /Usage: vc node init DIR/],
      [
        ['init', joiner, '--organisation', 'B', '--join', inside('empty')],
        1,
        /does not have configuration\.json, genesis\.block, network\.json/,
      ],
      [
        ['init', founder, '--organisation', 'B', '--join', founder],
        1,
        /has keys already\. Nothing was changed/,
      ],
      [['run'], 2, /Usage: vc node run DIR/],
      [['run', inside('empty')], 1, /holds no network/],
      [['backup', founder], 2, /Usage: vc node backup DIR FOLDER/],
      [['backup', founder, inside('copy')], 1, /FAILED: no-chain/],
      [['restore', founder], 2, /Usage: vc node restore FOLDER DIR/],
      [['restore', inside('empty'), founder], 1, /FAILED: no-backup/],
      [
        ['init', joiner, '--speed', 'high'],
        2,
        /Unknown option '--speed'\. See what there is with: vc node --help/,
      ],
      [['restore', '--members', 'x', 'a', 'b'], 2, /--members/],
    ]
    const found = await Promise.all(lines.map(([args]) => say(args)))
    for (const [at, [args, code, said]] of lines.entries()) {
      expect({ args, ...found[at] }).toMatchObject({ args, code, said: expect.stringMatching(said) })
      expect(found[at]?.said).not.toMatch(/\n {4}at /)
    }
    const port = await freePort()
    expect(await say(['status'], { NODE_URL: `http://127.0.0.1:${port}` })).toMatchObject({
      code: 1,
      said: expect.stringMatching(/FAILED: node-unreachable[\s\S]*set NODE_URL/),
    })
    expect(await say(['status'], { NODE_URL: 'nowhere' })).toMatchObject({ code: 2 })
    expect(existsSync(join(joiner, 'node-key.json'))).toBe(false)
  })

  it('carry a chain from a node that is killed to another folder, state and all', async () => {
    const made = await say(['init', joiner, '--organisation', 'B', '--join', founder])
    expect(made).toMatchObject({
      code: 0,
      said: expect.stringMatching(/peer key +[0-9a-f]{64}[\s\S]*commitment +[0-9a-f]{64}/),
    })
    const first = await run(founder)
    await atHeight(first, 3)
    const status = await say(['status'], { NODE_URL: first.url })
    expect(status).toMatchObject({
      code: 0,
      said: expect.stringMatching(/finality +seen[\s\S]*1 of 1 voters[\s\S]*ailments +none/),
    })
    const copied = await say(['backup', founder, inside('copy')])
    expect(copied).toMatchObject({ code: 0, said: expect.stringMatching(/^\d+ bytes of the chain are in /) })
    const [second, over, under] = await Promise.all([
      say(['run', founder], { NODE_RPC_PORT: '0' }),
      say(['backup', founder, inside('copy')]),
      say(['restore', inside('copy'), founder]),
    ])
    expect(second).toMatchObject({ code: 70, said: expect.stringContaining('folder-in-use') })
    expect(over).toMatchObject({ code: 1, said: expect.stringContaining('backup-exists') })
    expect(under).toMatchObject({ code: 1, said: expect.stringContaining('folder-in-use') })
    const height = (await first.client.status()).head.height
    endGroup(first.pid)
    expect((await first.ended).code).toBe('SIGKILL')

    const restored = await say(['restore', inside('copy'), joiner])
    expect(restored).toMatchObject({ code: 0, said: expect.stringMatching(/up to height (\d+)/) })
    const upTo = Number(/up to height (\d+)/.exec(restored.said)?.[1])
    expect(upTo).toBeGreaterThanOrEqual(3)
    expect(upTo).toBeLessThanOrEqual(height)

    // A chain that is as large as it may be: its node says so and stops, and goes on with more room.
    const most = statSync(join(founder, 'store', 'data.mdb')).size + 60_000
    const full = await begin(['node', 'run', founder], { NODE_RPC_PORT: '0', NODE_STORE_BYTES: `${most}` })
      .ended
    expect(full).toMatchObject({ code: 70, said: expect.stringContaining('"code":"store-full"') })
    expect(statSync(join(founder, 'store', 'data.mdb')).size).toBeLessThanOrEqual(most)

    // The killed one goes on where it was; the other one, of no member, stands where the copy was made.
    const [again, other] = await Promise.all([run(founder), run(joiner, { NODE_PRODUCE: '0' })])
    const { head } = await other.client.status()
    expect(head.height).toBe(upTo)
    expect(await stateAt(again, upTo)).toEqual({ hash: head.hash, stateHash: head.stateHash })
    expect((await again.client.status()).head.height).toBeGreaterThanOrEqual(height)
    const said = (await say(['status'], { NODE_URL: other.url })).said
    expect(said).toMatch(new RegExp(`head +${upTo} ${head.hash}[\\s\\S]*state +${head.stateHash}`))
    for (const node of [again, other]) {
      node.kill('SIGTERM')
      expect((await node.ended).code).toBe(0)
    }
  })
})
