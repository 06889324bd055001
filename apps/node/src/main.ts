import { readFileSync } from 'node:fs'
import { parseConfiguration } from '@vc/consensus'
import { openSignatureChecks } from '@vc/crypto/native'
import { armFailpoints, type Clock } from '@vc/kernel'
import { type Logger, pino } from 'pino'
import { openCheckPool } from './checks/check-pool.ts'
import { type NodeSettings, readSettings } from './env.ts'
import { failpointHandler, parseFailpoints } from './failpoints.ts'
import { NodeHalt } from './halt.ts'
import { openNodeKey } from './keys/node-key.ts'
import { openSignState } from './keys/sign-state.ts'
import { lockFolder } from './lock-folder.ts'
import { type Node, openNode } from './node.ts'
import { answerFor } from './rpc/answer.ts'
import { openRpcServer, type RpcServer } from './rpc/server.ts'
import { openGuard } from './rpc/token.ts'
import { openDiskStore } from './storage/disk-store.ts'
import { StorageRotError, type Store } from './storage/store.ts'

/** Ended by a defect or by the state of its disk: the operator has to look. */
const EXIT_HALTED = 70
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
process.on('uncaughtException', halt)
process.on('unhandledRejection', halt)

/** The log may have the stack of a defect; callers of the RPC never see it. */
function described(error: unknown) {
  if (error instanceof NodeHalt) return { code: error.code, facts: error.facts }
  if (error instanceof StorageRotError) return { code: error.code, facts: { space: error.space } }
  return { code: 'defect', stack: error instanceof Error ? error.stack : String(error) }
}

await start(settings, log).catch(halt)

async function start(settings: NodeSettings, log: Logger): Promise<void> {
  if (settings.failpoints !== '' || settings.failpointTrace) {
    armFailpoints(failpointHandler(parseFailpoints(settings.failpoints), settings.failpointTrace))
  }
  const unlock = await lockFolder(settings.dataDir)
  const store = openDiskStore(settings.storePath)
  const node = await openParts(settings, store, log)
  const { rpcHost: host, rpcPort } = settings
  const server = await openRpcServer({
    host,
    port: rpcPort,
    answer: answerFor(node.face, halt),
    guard: openGuard(settings.tokenFile),
    onDefect: halt,
  })
  const stopTicking = everySlot(node)
  log.info({ host, port: server.port, produce: settings.produce }, 'listening')
  const stop = () => void shutDown({ server, store, stopTicking, unlock }).catch(halt)
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

async function openParts(settings: NodeSettings, store: Store, log: Logger): Promise<Node> {
  const { backend, checks } = await openSignatureChecks()
  const pool = openCheckPool(checks)
  const configuration = parseConfiguration(new Uint8Array(readFileSync(settings.configurationFile)))
  if (!configuration.ok) throw new NodeHalt('configuration-refused', configuration.refusal)
  const producer = settings.produce ? openProducer(settings) : undefined
  const genesis = new Uint8Array(readFileSync(settings.genesisFile))
  const { policy } = settings
  const rules = { genesis, configuration: configuration.value, backend, checks, pool, policy }
  return openNode({ store, ...rules, clock, log, producer })
}

/** The sign-state is made with the key; a key without it has signed who knows what. */
function openProducer({ keyFile, signStateFile, adoptSignState }: NodeSettings) {
  const key = openNodeKey(keyFile)
  return { key, signState: openSignState(signStateFile, { create: false, adopt: adoptSignState }) }
}

/** Ticks at the beginning of each second; a defect inside halts the node. */
function everySlot(node: Node): () => void {
  let timer: NodeJS.Timeout
  const next = () => {
    timer = setTimeout(run, 1_000 - (clock.nowMs() % 1_000) + 2)
  }
  const run = () => {
    node.tick()
    next()
  }
  next()
  return () => clearTimeout(timer)
}

async function shutDown(parts: {
  server: RpcServer
  store: Store
  stopTicking: () => void
  unlock: () => void
}): Promise<void> {
  parts.stopTicking()
  await parts.server.close()
  await parts.store.close()
  parts.unlock()
  log.info('stopped')
  process.exit(0)
}
