import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { chainStore } from '../chain/chain-store.ts'
import { NodeHalt } from '../halt.ts'
import type { Network } from '../network/network.ts'
import { type NodeParts, openNode } from '../node.ts'
import type { Answer } from '../rpc/server.ts'
import { openDiskStore } from '../storage/disk-store.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { openTurns } from '../turns.ts'
import { joinBySnapshot } from './join.ts'
import type { JoinProgress } from './joining.ts'
import { joiningCore } from './joining-core.ts'

const SECOND = 1_000

export type JoinFirst = {
  readonly storePath: string
  /** What the node is made of, apart from store and network. */
  readonly rules: Omit<NodeParts, 'store' | 'port' | 'producer'>
  /** A network for the time of joining; undefined for a node that listens nowhere. */
  readonly openNetwork: () => Promise<Network | undefined>
  /** Answers the operator meanwhile; gives what ends it. */
  readonly openServer: (answer: Answer) => Promise<() => Promise<void>>
  readonly log: Logger
}

/**
 * Before a node without a chain opens one: joins from a snapshot of its peers, into a folder beside that becomes the store
 * when it is whole. A node that has a chain goes on with it. Halts with `join-alone` when it has no network.
 */
export async function joinFirst({ storePath, ...of }: JoinFirst): Promise<void> {
  if (existsSync(join(storePath, 'data.mdb'))) return
  const beside = `${storePath}-joining`
  const store = openDiskStore(beside)
  if (!chainStore(store).head()) await joinInto({ ...of, store })
  await store.close()
  renameSync(beside, storePath)
}

async function joinInto(of: Omit<JoinFirst, 'storePath'> & Pick<NodeParts, 'store'>): Promise<void> {
  const { rules, log, store } = of
  const network = await of.openNetwork()
  if (!network) throw new NodeHalt('join-alone', { set: 'NODE_LISTEN' })
  const empty = openNode({ ...rules, store: openMemoryStore(), port: network.port })
  await network.start(joiningCore(empty.core))
  let joining: JoinProgress = { headers: 0, ofHeaders: 0, chunks: 0, ofChunks: 0 }
  const close = await of.openServer(joiningAnswer(() => ({ ...empty.face.status(), joining })))
  const ticking = setInterval(() => network.tick(), SECOND)
  const progress = (done: JoinProgress) => {
    joining = done
  }
  const pause = async () => {
    log.info(joining, 'joining')
    await delay(SECOND)
  }
  const { genesis } = rules
  const { turns = openTurns((act) => void setImmediate(act)) } = rules
  const { height } = await joinBySnapshot({
    store,
    turns,
    chain: empty.chain,
    genesis,
    network,
    pause,
    progress,
    log,
  })
  clearInterval(ticking)
  await close()
  await network.stop()
  log.info({ height }, 'joined from a snapshot; what lies below was not checked here')
}

/** A node that joins says where it stands, and does nothing for anybody. */
function joiningAnswer(status: () => unknown): Answer {
  return async (method) =>
    method === 'status' ? { result: status() } : { refusal: { rpc: -32000, code: 'node-joining', facts: {} } }
}
