import { type ConfigurationDocument, placeOf, stakes, type Vote } from '@vc/consensus'
import type { SignatureChecks } from '@vc/crypto'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { StateReader } from '@vc/ledger'
import type { Logger } from 'pino'
import { openChain } from './chain/chain.ts'
import { importBlock } from './chain/import-block.ts'
import { type MempoolGround, openMempool } from './chain/mempool.ts'
import { type Producer, produceBlock } from './chain/produce-block.ts'
import type { RelayPolicy } from './chain/relay-policy.ts'
import { certificateFor, voteOnHead } from './chain/vote.ts'
import type { CheckPool } from './checks/check-pool.ts'
import { rememberChecks } from './checks/remember-checks.ts'
import { nodeFace } from './node-face.ts'
import type { NodeFace } from './rpc/node-face.ts'
import type { Store } from './storage/store.ts'

/** What a node is made of; clock and store come from outside. */
export type NodeParts = {
  readonly store: Store
  readonly genesis: Uint8Array
  readonly configuration: ConfigurationDocument
  readonly backend: string
  readonly checks: SignatureChecks
  /** Absent: signatures are checked by this thread alone. */
  readonly pool?: CheckPool | undefined
  readonly policy: RelayPolicy
  readonly clock: Clock
  readonly log: Logger
  /** Absent: the node only follows. */
  readonly producer?: Producer | undefined
}
export type Node = {
  readonly face: NodeFace
  /** Votes, draws for the slots that have begun since the last time, and imports the block if one is won. */
  readonly tick: () => void
}

/** Wires chain, mempool and production. Everything happens inside tick() and the calls of the face. */
export function openNode(parts: NodeParts): Node {
  const { store, genesis, configuration, policy, clock, log, pool } = parts
  const checks = rememberChecks(parts.checks)
  const chain = openChain({ store, genesis, configuration, checks, pool })
  const ground = (): MempoolGround => ({
    state: chain.state,
    place: placeOf(chain.context, chain.head.height + 1),
    mostCredit: largestStake(chain.state),
    inChain: (txid) => chain.blocks.heightOfTransaction(txid) !== undefined,
  })
  const mempool = openMempool(store, policy, ground())
  const listeners = new Set<() => void>()
  const moved = () => {
    for (const { txids, code } of mempool.moveTo(ground())) log.warn({ txids, code }, 'transaction dropped')
    for (const listener of [...listeners]) listener()
  }
  const accept = (bytes: Uint8Array) => {
    const imported = importBlock(chain, bytes, clock)
    if (!imported.ok) throw new Error(`own block refused: ${JSON.stringify(imported.refusal)}`)
    moved()
  }
  const face = nodeFace({ chain, mempool, backend: parts.backend, listeners })
  const { producer } = parts
  const tick = producer ? production({ chain, mempool, producer, clock, log, accept }) : () => undefined
  log.info({ height: chain.head.height, hash: toHex(chain.head.hash), mempool: mempool.size() }, 'chain open')
  return { face, tick }
}

function largestStake(state: StateReader): bigint {
  return [...stakes(state)].reduce((most, { amount }) => (amount > most ? amount : most), 0n)
}

type Production = {
  readonly chain: ReturnType<typeof openChain>
  readonly mempool: ReturnType<typeof openMempool>
  readonly producer: Producer
  readonly clock: Clock
  readonly log: Logger
  readonly accept: (bytes: Uint8Array) => void
}

/** Slots older than `lateAfter` are let go: their block would be late for everybody. */
function production({ chain, mempool, producer, clock, log, accept }: Production): () => void {
  let votes: readonly Vote[] = []
  let drawn = 0
  return () => {
    const now = Math.floor(clock.nowMs() / 1000)
    const { lateAfter, maxBlockBytes } = chain.configuration.parameters
    const from = Math.max(drawn + 1, now - lateAfter, chain.head.header.time + 1)
    if (from > now) return
    drawn = now
    const vote = voteOnHead(chain, producer)
    votes = vote ? [vote] : votes
    const certificate = certificateFor(chain, votes)
    const produced = produceBlock({
      chain,
      producer,
      candidates: mempool.candidates(maxBlockBytes).flat(),
      certificates: certificate ? [certificate] : [],
      from,
      to: now,
    })
    if (!produced) return
    if (!produced.ok) return log.error(produced.refusal, 'no block')
    accept(produced.value.bytes)
    const { time, transactions, dropped } = produced.value
    const facts = {
      height: chain.head.height,
      time,
      transactions,
      left: dropped.length,
      waiting: mempool.size(),
    }
    log.info(facts, 'block')
  }
}
