import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { must } from '@vc/kernel'
import { peerIdIn } from '@vc/node'
import { z } from 'zod'
import { buildPortal } from '../build-portal.ts'
import { root } from '../env.ts'
import { foundConsortium } from './found-consortium.ts'
import { type Namespaces, openNamespaces } from './namespaces.ts'
import { openWatchedPortal, type WatchedPortal } from './watched-portal.ts'

// npm run partitions [-- CYCLES | one-way]: four real nodes in network namespaces of this machine, cut apart and joined again
// (reliability.md C-02, R-15), and beside the last of them, in its namespace, a portal with a browser that looks at it. One
// alone, halves, one that is sent nothing though it is heard, in turn; `one-way`: those of the last kind alone. Ends with code 1 when a side with too few voters does
// not say "no finality" in 10 s, its portal's bar included, when the bar says so on a side with enough or longer than 30 s
// after healing, when what was final is left, or when there is not one head 30 s after healing. Needs root, `ip` and Chromium.

const NODES = 4
const PEER_PORT = 4711
const WATCH_PORT = 4730
/** The node that has a portal; its RPC answers in its own namespace alone. */
const PORTAL_AT = 3
const PORTAL_RPC_PORT = 4710
const SAID_MS = 10_000
const HEALED_MS = 30_000
const APART_MS = 15_000
const START_MS = 180_000
const PORTAL_MS = 300_000
/** Who is on the other side, in turn. */
const CUTS: readonly { readonly others: readonly number[]; readonly isOneWay?: true }[] = [
  { others: [3] },
  { others: [2, 3] },
  { others: [0] },
  { others: [1], isOneWay: true },
  { others: [0, 1], isOneWay: true },
  { others: [3], isOneWay: true },
]

const health = z.object({
  ailments: z.array(z.string()),
  facts: z.object({ height: z.number(), head: z.string(), final: z.number(), votersInReach: z.number() }),
})
type Health = z.infer<typeof health>

const [, , asked] = process.argv
const cuts = asked === 'one-way' ? CUTS.filter(({ isOneWay }) => isOneWay) : CUTS
const cycles = Number(asked ?? Number.NaN) || cuts.length
const namespaces = openNamespaces(NODES)
if ('refused' in namespaces) {
  console.warn(
    `SKIPPED: no partition was tried, since this machine makes no network namespaces: ${namespaces.refused}`,
  )
  process.exit(0)
}
const folder = mkdtempSync(join(tmpdir(), 'vc-partitions-'))
const children: ChildProcess[] = []
let portal: WatchedPortal | undefined
let failed = 0
const ended = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort())
try {
  await Promise.race([run(namespaces), once(ended.signal, 'abort')])
} finally {
  await portal?.stop()
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')))
  namespaces.remove()
  rmSync(folder, { recursive: true, force: true })
}
if (ended.signal.aborted) process.exit(1)
console.log(`${cycles - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

async function run(lines: Namespaces): Promise<void> {
  await buildPortal(console.log, ended.signal)
  // The database server of the portal runs as another user when this one is root.
  chmodSync(folder, 0o755)
  const spec = { nodes: NODES, coins: 1, amount: 1_000n, commitmentLength: 8_192 }
  const { folders } = await foundConsortium(join(folder, 'c'), spec, Date.now() - 120_000)
  for (const at of folders.keys()) children.push(start(lines, folders, at))
  const begun = await until(START_MS, async () => {
    const all = await looks(lines)
    return all.every((one) => one !== undefined && one.ailments.length === 0 && one.facts.final > 0)
  })
  if (begun === undefined)
    throw new Error(`no finality in ${START_MS} ms: ${JSON.stringify(await looks(lines))}`)
  await openPortal(lines)
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const wrong = await apart(lines, must(cuts[cycle % cuts.length], 'a cut'))
    if (wrong.length > 0) failed += 1
    for (const line of wrong) console.error(`FAILED: cycle ${cycle + 1}: ${line}`)
  }
}

/** Waits until a person is signed in to the portal and sees blocks become final. */
async function openPortal(lines: Namespaces): Promise<void> {
  const opened = openWatchedPortal({
    ...{ exec: lines.exec(PORTAL_AT), folder: join(folder, 'portal') },
    ended: (code) => {
      console.error(`FAILED: the portal ended with ${code}`)
      process.exitCode = 1
      ended.abort()
    },
  })
  portal = opened
  const isReady = await until(PORTAL_MS, async () => opened.last()?.said === false)
  if (isReady === undefined) throw new Error(`the portal showed no block in ${PORTAL_MS} ms`)
}

function isSaid(): boolean {
  return portal?.last()?.said === true
}

function saidSince(): number {
  return must(portal?.last(), 'the portal is watched').atMs
}

function start(lines: Namespaces, folders: readonly string[], at: number): ChildProcess {
  const [program = '', ...words] = lines.exec(at)
  const others = [...folders.entries()].filter(([other]) => other !== at)
  const peers = others.map(
    ([other, dir]) => `/ip4/${lines.addressOf(other)}/tcp/${PEER_PORT}/p2p/${peerIdIn(dir)}`,
  )
  const env = {
    ...{
      PATH: process.env.PATH,
      NODE_DATA_DIR: folders[at] ?? '',
      NODE_RPC_PORT: at === PORTAL_AT ? String(PORTAL_RPC_PORT) : '0',
      NODE_LOG_LEVEL: 'warn',
    },
    ...{ NODE_LISTEN: `/ip4/${lines.addressOf(at)}/tcp/${PEER_PORT}`, NODE_PEERS: peers.join(',') },
    ...{ NODE_WATCH_HOST: lines.watchAddressOf(at), NODE_WATCH_PORT: String(WATCH_PORT) },
  }
  const child = spawn(program, [...words, process.execPath, join(root, 'apps/node/src/main.ts')], {
    env,
    stdio: 'inherit',
  })
  // One that stopped by itself answers to nobody: that is no partition.
  child.once('exit', (code) => code === null || console.error(`FAILED: node ${at} ended with ${code}`))
  return child
}

/** One partition and its healing; gives what was wrong. */
async function apart(lines: Namespaces, { others, isOneWay }: (typeof CUTS)[number]): Promise<string[]> {
  const wrong: string[] = []
  const sides = [[0, 1, 2, 3].filter((at) => !others.includes(at)), [...others]]
  const without = sides.filter((side) => side.length < 3).flat()
  const before = await looks(lines)
  const isPortalWithout = without.includes(PORTAL_AT)
  const cutAt = Date.now()
  if (isOneWay) lines.cutOneWay(others)
  else lines.cut(others)
  const said = await until(SAID_MS, async () => {
    const all = await looks(lines)
    return without.every((at) => all[at]?.ailments.includes('no-finality'))
  })
  if (said === undefined)
    wrong.push(`${without.join(', ')} did not say that there is no finality in ${SAID_MS} ms`)
  await sleep(APART_MS)
  const shown = isSaid() ? saidSince() - cutAt : undefined
  if (isPortalWithout && (shown === undefined || shown > SAID_MS))
    wrong.push(`the portal of ${PORTAL_AT} said it after ${shown} ms`)
  if (!isPortalWithout && shown !== undefined)
    wrong.push(`the portal of ${PORTAL_AT} says that nothing becomes final on a side that has its quorum`)
  const finals = (await looks(lines)).map((one) => one?.facts.final ?? 0)
  for (const at of without) {
    const old = before[at]?.facts.final ?? 0
    if ((finals[at] ?? 0) > old + 4) wrong.push(`${at} went on to final ${finals[at]} without a quorum`)
  }
  const healedAt = Date.now()
  lines.heal()
  const healed = await until(
    HEALED_MS,
    async () => new Set((await looks(lines)).map((one) => one?.facts.head)).size === 1,
  )
  if (healed === undefined)
    wrong.push(`no one head ${HEALED_MS} ms after healing: ${JSON.stringify(await looks(lines))}`)
  const well = await until(START_MS, async () =>
    (await looks(lines)).every((one) => one?.ailments.length === 0),
  )
  if (well === undefined) wrong.push('not all well again')
  // One that does not answer just now says nothing.
  const after = (await looks(lines)).map((one) => one?.facts.final)
  if (after.some((final, at) => final !== undefined && final < (finals[at] ?? 0))) {
    wrong.push(`what was final is not final any more: ${finals} before, ${after} after`)
  }
  const silent = (await until(HEALED_MS, async () => !isSaid())) !== undefined && saidSince() - healedAt
  if (isPortalWithout && (silent === false || silent > HEALED_MS))
    wrong.push(`the portal of ${PORTAL_AT} still said it ${HEALED_MS} ms after healing`)
  console.log(
    `apart ${JSON.stringify(sides)}${isOneWay ? ' one way' : ''}: said after ${said} ms, one head ${healed} ms after healing`,
  )
  console.log(
    isPortalWithout
      ? `  portal of ${PORTAL_AT}: said after ${shown} ms, silent again ${silent} ms after healing`
      : `  portal of ${PORTAL_AT}, with a quorum: said ${shown === undefined ? 'nothing' : `it after ${shown} ms`}`,
  )
  return wrong
}

function looks(lines: Namespaces): Promise<(Health | undefined)[]> {
  return Promise.all([0, 1, 2, 3].map((at) => look(lines.watchAddressOf(at))))
}

async function look(host: string): Promise<Health | undefined> {
  try {
    const answer = await fetch(`http://${host}:${WATCH_PORT}/health`, { signal: AbortSignal.timeout(2_000) })
    return health.safeParse(await answer.json()).data
  } catch {
    return undefined
  }
}

/** How long it took, in ms; undefined when it did not come in time. */
async function until(ms: number, met: () => Promise<boolean>): Promise<number | undefined> {
  const begun = performance.now()
  while (performance.now() - begun < ms) {
    if (await met()) return Math.round(performance.now() - begun)
    await sleep(250)
  }
  return undefined
}
