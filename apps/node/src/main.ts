import './engine.ts'
import { readFileSync } from 'node:fs'
import { blockHash, type ConfigurationDocument, decodeBlock, parseConfiguration } from '@vc/consensus'
import { openSignatureChecks } from '@vc/crypto/native'
import { armFailpoints, type Clock } from '@vc/kernel'
import { startTracing } from '@vc/trace'
import { type Logger, pino } from 'pino'
import type { HeaderBook } from './bitcoin/header-book.ts'
import { followBitcoin, openBitcoin } from './bitcoin/open-bitcoin.ts'
import { openCheckPool } from './checks/check-pool.ts'
import { openRepository, type Repository } from './configuration/repository.ts'
import { type NodeSettings, readSettings } from './env.ts'
import { failpointHandler, parseFailpoints } from './failpoints.ts'
import { NodeHalt } from './halt.ts'
import { joinFirst } from './join/join-first.ts'
import { openNodeKey } from './keys/node-key.ts'
import { openSignState } from './keys/sign-state.ts'
import { lockFolder } from './lock-folder.ts'
import { isClosedLine } from './network/closed-line.ts'
import type { Network } from './network/network.ts'
import { isRightBy } from './network/skew.ts'
import { requests } from './network/transport.ts'
import { type Node, type NodeParts, openNode } from './node.ts'
import { openCreditBook } from './policy/credit-book.ts'
import { openNoticeBook } from './policy/notice-book.ts'
import { answerFor } from './rpc/answer.ts'
import { openServers } from './rpc/open-servers.ts'
import type { Answer } from './rpc/server.ts'
import { giveSnapshots } from './snapshots/give-snapshots.ts'
import { type DiskStore, openDiskStore } from './storage/disk-store.ts'
import { StorageRotError, type Store, StoreFullError } from './storage/store.ts'
import { openTurns, type Turns } from './turns.ts'
import type { Watch } from './watch/open-watch.ts'
import { traceBlocks } from './watch/trace-blocks.ts'
import { openWatching, watchedFace, watchOf } from './watch/watched-node.ts'

/** Ended by a defect or by the state of its disk: the operator has to look. */
const EXIT_HALTED = 70
const REPOSITORY_MS = 5_000
const clock: Clock = { nowMs: () => Date.now() }

const settings = readSettings(process.env)
const log = pino({ level: settings.logLevel, base: null }, pino.destination({ sync: true }))

let halting = false
function halt(error: unknown): void {
  if (halting) return
  halting = true
  log.fatal(described(error), 'halted')
  process.exit(EXIT_HALTED)
}
const uncaught = (error: unknown) => {
  if (isClosedLine(error)) log.warn({ error: String(error) }, 'a line ended under what was sent')
  else halt(error)
}
process.on('uncaughtException', uncaught)
process.on('unhandledRejection', uncaught)

/** The log may have the stack of a defect; callers of the RPC never see it. */
function described(error: unknown) {
  if (error instanceof NodeHalt) return { code: error.code, facts: error.facts }
  if (error instanceof StorageRotError) return { code: error.code, facts: { space: error.space } }
  if (error instanceof StoreFullError) return { code: error.code, facts: error.size }
  return { code: 'defect', stack: error instanceof Error ? error.stack : String(error) }
}

await start(settings, log).catch(halt)

async function start(settings: NodeSettings, log: Logger): Promise<void> {
  if (settings.failpoints !== '' || settings.failpointTrace) {
    armFailpoints(failpointHandler(parseFailpoints(settings.failpoints), settings.failpointTrace))
  }
  const unlock = await lockFolder(settings.dataDir)
  const tracing = await startTracing({ endpoint: settings.traces, service: 'valuecyber-node' })
  const rules = { ...(await openRules(settings)), observe: tracing && traceBlocks }
  const { storePath, rpcHost: host, watchHost, watchPort } = settings
  if (settings.join === 'snapshot') await join(settings, rules, log)
  const store = openDiskStore(storePath, { most: settings.storeBytes })
  const shelf = settings.snapshotEvery > 0 ? openDiskStore(settings.snapshotsPath) : undefined
  const bitcoin = openBitcoin(settings, rules.configuration, clock)
  const { node, network, watch, repository } = await openParts(
    settings,
    { rules, store, shelf, bitcoin },
    log,
  )
  await network?.start(node.core)
  const follow = bitcoin && followBitcoin(settings, { book: bitcoin, network, clock, log })
  const servers = await openServers(settings, answerFor(watchedFace(node.face, watch, bitcoin), halt), halt)
  const watching = watchPort === undefined ? undefined : await openWatching(watch, watchHost, watchPort)
  const stopTicking = everySlot(() => {
    network?.tick()
    follow?.()
    node.tick()
  })
  const stopWriting = everyTurn(repository)
  const peers = network?.self().addresses
  const ports = { port: servers.port, readPort: servers.readPort, watch: watching?.port }
  log.info({ host, ...ports, peers, produce: settings.produce }, 'listening')
  const closing = [
    () => servers.close(),
    () => watching?.close(),
    () => network?.stop(),
    () => repository.turn(),
    () => shelf?.close(),
    () => bitcoin?.close(),
    () => store.close(),
    () => tracing?.stop(),
    unlock,
  ]
  const stopAll = () => {
    stopTicking()
    stopWriting()
  }
  const stop = () => void shutDown(stopAll, closing).catch(halt)
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

type Parts = {
  readonly node: Node
  readonly network: Network | undefined
  readonly watch: Watch
  readonly repository: Repository
}
type Stores = {
  readonly rules: NodeRules
  readonly store: DiskStore
  readonly shelf: Store | undefined
  readonly bitcoin: HeaderBook | undefined
}
type NodeRules = Awaited<ReturnType<typeof openRules>> & Pick<NodeParts, 'observe'>

/** What the node is made of by its settings, apart from stores, keys and network. */
async function openRules({
  configurationFile,
  genesisFile,
  policy,
  trusted,
  keepBlocks,
  ...files
}: NodeSettings) {
  const turns = openTurns((act) => void setImmediate(act))
  const { backend, checks } = await openSignatureChecks()
  const pool = openCheckPool(checks, files.threads)
  const configuration = parseConfiguration(new Uint8Array(readFileSync(configurationFile)))
  if (!configuration.ok) throw new NodeHalt('configuration-refused', configuration.refusal)
  const genesis = new Uint8Array(readFileSync(genesisFile))
  const credit = openCreditBook(files.creditPolicyFile)
  const notices = openNoticeBook(files.noticesFile)
  const kept = { trusted, keepBlocks, credit, notices }
  return {
    genesis,
    configuration: configuration.value,
    backend,
    checks,
    pool,
    policy,
    clock,
    log,
    turns,
    ...kept,
  }
}

async function openParts(
  settings: NodeSettings,
  { rules, store, shelf, bitcoin }: Stores,
  log: Logger,
): Promise<Parts> {
  const producer = settings.produce ? openProducer(settings) : undefined
  const network = await openNetworkOf(settings, rules, log, { shelf, bitcoin })
  const isClockRight = () => isRightBy(network?.clockSkewMs())
  let repository: Repository | undefined
  const commitOf = (id: string) => repository?.commitOf(id)
  const node = openNode({
    store,
    ...rules,
    outside: bitcoin?.outside,
    producer,
    port: network?.port,
    isClockRight,
    commitOf,
    soon: (act) => void setImmediate(act),
  })
  const { configurationRepository: gitdir } = settings
  repository = await openRepository({ gitdir, genesis: rules.genesis, chain: node.chain, log })
  if (shelf) giveSnapshots(settings, { node, shelf, log })
  return { node, network, repository, watch: watchOf(node, { network, store: store.size, clock }) }
}

function join(settings: NodeSettings, rules: NodeRules, log: Logger): Promise<void> {
  const { storePath, rpcHost: host } = settings
  const openServer = async (answer: Answer) => {
    const { port, readPort, close } = await openServers(settings, answer, halt)
    log.info({ host, port, readPort }, 'joining')
    return close
  }
  const openNetwork = () => openNetworkOf(settings, rules, log)
  return joinFirst({ storePath, rules, openNetwork, openServer, log })
}

type Rules = {
  readonly genesis: Uint8Array
  readonly configuration: ConfigurationDocument
  readonly turns: Turns
}

/** None when the node is told to listen nowhere. */
async function openNetworkOf(
  settings: NodeSettings,
  { genesis, configuration, turns }: Rules,
  log: Logger,
  given: Partial<Pick<Stores, 'shelf' | 'bitcoin'>> = {},
): Promise<Network | undefined> {
  if (settings.listen.length === 0) return undefined
  const { maxBlockBytes } = configuration.parameters
  const decoded = decodeBlock(genesis, maxBlockBytes)
  if (!decoded.ok) throw new NodeHalt('genesis-refused', decoded.refusal)
  const networkId = blockHash(decoded.value.header)
  // Most of what a node loads: only for who has peers.
  const { openPeers } = await import('./network/open-peers.ts')
  // What a line carries, whatever limit the rules come to have while the node runs.
  return openPeers({
    settings,
    networkId,
    maxBlockBytes: requests.blocks.answer,
    clock,
    log,
    ...given,
    turns,
    onFault: halt,
  })
}

/** The sign-state is made with the key; a key without it has signed who knows what. */
function openProducer({ keyFile, signStateFile, adoptSignState }: NodeSettings) {
  const key = openNodeKey(keyFile)
  return { key, signState: openSignState(signStateFile, { create: false, adopt: adoptSignState }) }
}

/** Ticks at the beginning of each second; a defect inside halts the node. */
function everySlot(tick: () => void): () => void {
  let timer: NodeJS.Timeout
  const next = () => {
    timer = setTimeout(run, 1_000 - (clock.nowMs() % 1_000) + 2)
  }
  const run = () => {
    tick()
    next()
  }
  next()
  return () => clearTimeout(timer)
}

/** The repository follows the chain, and takes what was pushed, every few seconds. */
function everyTurn(repository: Repository): () => void {
  const timer = setInterval(() => void repository.turn().catch(halt), REPOSITORY_MS)
  return () => clearInterval(timer)
}

async function shutDown(
  stopTicking: () => void,
  closing: readonly (() => Promise<void> | void | undefined)[],
): Promise<void> {
  stopTicking()
  for (const close of closing) await close()
  log.info('stopped')
  process.exit(0)
}
