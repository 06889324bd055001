import {
  type Checkpoint,
  type ConfigurationDocument,
  encodeVote,
  type Outside,
  placeOf,
  stakes,
  type Vote,
} from '@vc/consensus'
import type { SignatureChecks } from '@vc/crypto'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { StateReader } from '@vc/ledger'
import type { Logger } from 'pino'
import { type Attempts, openAttempts, tellingAttempts } from './chain/attempts.ts'
import type { BlockObserver } from './chain/block-observer.ts'
import { type Chain, openChain } from './chain/chain.ts'
import { claimDesk } from './chain/claim-desk.ts'
import { settle } from './chain/import-block.ts'
import { openMempool } from './chain/mempool.ts'
import type { MempoolGround } from './chain/mempool-judge.ts'
import { type Producer, produceBlock } from './chain/produce-block.ts'
import type { RelayPolicy } from './chain/relay-policy.ts'
import { refuseStale } from './chain/trusted-checkpoint.ts'
import { voteOnHead } from './chain/vote.ts'
import type { CheckPool } from './checks/check-pool.ts'
import { rememberChecks } from './checks/remember-checks.ts'
import { configurationDesk } from './configuration/configuration-desk.ts'
import { type Core, openCore } from './core/open-core.ts'
import { custodyDesk } from './custody/custody-desk.ts'
import { membersDesk } from './custody/members-desk.ts'
import { alone, type CorePort, type NetworkCore } from './network/port.ts'
import { nodeFace } from './node-face.ts'
import { type CreditBook, openCreditBook } from './policy/credit-book.ts'
import { type CreditGate, creditGate } from './policy/credit-gate.ts'
import { type NoticeBook, openNoticeBook } from './policy/notice-book.ts'
import { noticeDesk } from './policy/notice-desk.ts'
import type { NodeFace } from './rpc/node-face.ts'
import type { Store } from './storage/store.ts'
import type { Turns } from './turns.ts'

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
  /** How much credit its own blocks release; absent: the whole room until somebody says otherwise. */
  readonly credit?: CreditBook | undefined
  /** What regulators asked for; absent: kept in memory only. */
  readonly notices?: NoticeBook | undefined
  readonly clock: Clock
  readonly log: Logger
  /** Absent: the node only follows. */
  readonly producer?: Producer | undefined
  /** Absent: the node has no network. */
  readonly port?: CorePort | undefined
  /** Bitcoin's headers, for networks whose beacon or claims come from there. */
  readonly outside?: Outside | undefined
  /** What the operator has heard is final; every branch that this node walks stands on it. */
  readonly trusted?: Checkpoint | undefined
  /** So many bodies of final blocks are kept; absent: all. */
  readonly keepBlocks?: number | undefined
  /** The commit of a version in the node's git repository, where it has one. */
  readonly commitOf?: (configurationId: string) => string | undefined
  /** Hears of every block; absent: nobody. */
  readonly observe?: BlockObserver | undefined
  /** False while the clock is off by the median of the peers: nothing is made or voted then (consensus.md 3). */
  readonly isClockRight?: () => boolean
  /** Does something when the work at hand is done; absent: at once. */
  readonly soon?: (act: () => void) => void
  /** Where transactions of one call are taken in turns with what else comes; absent: all at once. */
  readonly turns?: Turns | undefined
}
export type Node = {
  readonly face: NodeFace
  /** What the network calls. */
  readonly core: NetworkCore
  /** Only read by others. */
  readonly chain: Chain
  /** Votes, draws for the slots that have begun since the last time, and imports the block if one is won. */
  readonly tick: () => void
}

/** Wires chain, mempool and production. Everything happens inside tick() and the calls of the face. */
export function openNode(parts: NodeParts): Node {
  const { store, genesis, configuration, policy, clock, log, pool } = parts
  const checks = rememberChecks(parts.checks)
  const { outside, trusted, keepBlocks, observe } = parts
  const chain = openChain({
    store,
    genesis,
    configuration,
    checks,
    pool,
    outside,
    trusted,
    keepBlocks,
    observe,
  })
  // Alone there is nobody who could tell another past.
  if (parts.port) refuseStale(chain, clock.nowMs())
  const ground = (): MempoolGround => ({
    state: chain.state,
    place: placeOf({ ...chain.context, signed: chain.signed }, chain.head.height + 1),
    get mostCredit() {
      return largestStake(chain.state)
    },
    placed: [...chain.placed.values()],
    isOnlyPlaced: chain.isOnlyPlaced,
    inChain: (txid) => chain.blocks.heightOfTransaction(txid) !== undefined,
  })
  const attempts = openAttempts()
  const mempool = tellingAttempts(openMempool(store, policy, ground()), attempts)
  chain.giveBack = mempool.giveBack
  const listeners = new Set<() => void>()
  let made: ReturnType<typeof production> | undefined
  const moved = () => {
    for (const { txids, code } of mempool.moveTo(ground())) log.warn({ txids, code }, 'transaction dropped')
    chain.placed.clear()
    chain.isOnlyPlaced = true
    for (const listener of [...listeners]) listener()
    made?.vote()
    desk.tellAgain()
    claims.tellClaims()
  }
  const port = parts.port ?? alone
  const notices = parts.notices ?? openNoticeBook()
  const desk = noticeDesk({ chain, notices, port, key: parts.producer?.key })
  const claims = claimDesk(chain, port, clock)
  settle(chain)
  moved()
  const core = openCore({ chain, mempool, notices, port, clock, log, moved })
  const credit = creditGate(chain, parts.credit ?? openCreditBook(), () => notices.halts(chain))
  const { backend } = parts
  const { giveNotice } = desk
  const custody = { ...custodyDesk(chain, parts.producer?.key), ...membersDesk(chain) }
  const configurationFace = configurationDesk(chain, clock, parts.commitOf, core.choiceMoved)
  const { soon = (act) => act() } = parts
  const kept = { giveNotice, custody, claims, configuration: configurationFace, soon, turns: parts.turns }
  const face = nodeFace({ chain, mempool, backend, listeners, port, credit, ...kept })
  const { producer, isClockRight = () => true } = parts
  const parties = { chain, mempool, attempts, clock, log, core, credit, isClockRight }
  made = producer && production({ ...parties, producer })
  const tick = () => {
    core.tick()
    mempool.flush()
    made?.produce()
  }
  log.info({ height: chain.head.height, hash: toHex(chain.head.hash), mempool: mempool.size() }, 'chain open')
  return { face, core, chain, tick }
}

function largestStake(state: StateReader): bigint {
  return [...stakes(state)].reduce((most, { amount }) => (amount > most ? amount : most), 0n)
}

type Production = {
  readonly chain: ReturnType<typeof openChain>
  readonly mempool: ReturnType<typeof openMempool>
  readonly attempts: Attempts
  readonly producer: Producer
  readonly clock: Clock
  readonly log: Logger
  readonly core: Core
  readonly credit: CreditGate
  readonly isClockRight: () => boolean
}

/** Slots older than `lateAfter` are let go: their block would be late for everybody. */
function production(of: Production) {
  const { chain, mempool, attempts, producer, clock, log, core, credit, isClockRight } = of
  let drawn = 0
  let told: Vote | undefined
  /** As soon as the head moves; an open one again each interval, for who did not hear it. */
  const vote = ({ isAgain = false } = {}) => {
    if (!core.isSynchronised() || !isClockRight()) return
    const found = voteOnHead(chain, producer, told)
    if (!found || (found === told && !isAgain)) return
    told = found
    core.publishVote(encodeVote(found))
  }
  const candidates = () => {
    const ground = { state: chain.state, place: placeOf(chain.context, chain.head.height + 1) }
    const penalties = attempts.penalties(ground, producer.key)
    return [...penalties, ...mempool.candidates(chain.configuration.parameters.maxBlockBytes).flat()]
  }
  const produce = () => {
    const now = Math.floor(clock.nowMs() / 1000)
    const { lateAfter, blockInterval } = chain.configuration.parameters
    const from = Math.max(drawn + 1, now - lateAfter, chain.head.header.time + 1)
    if (from > now || !core.isSynchronised() || !isClockRight()) return
    drawn = now
    vote({ isAgain: now % blockInterval === 0 })
    const { most: mostCredit } = credit
    const begun = clock.nowMs()
    const produced = produceBlock({ chain, producer, candidates, from, to: now, mostCredit })
    if (!produced) return
    if (!produced.ok) return log.error(produced.refusal, 'no block')
    const height = chain.head.height + 1
    chain.observe?.({ kind: 'produce', from: begun, to: clock.nowMs(), height })
    const refused = core.publish(produced.value.bytes, produced.value.transactions)
    if (refused) throw new Error(`own block refused: ${JSON.stringify(refused)}`)
    const { time, transactions, dropped } = produced.value
    const facts = {
      height: chain.head.height,
      time,
      transactions: transactions.length,
      left: dropped.length,
      waiting: mempool.size(),
    }
    log.info(facts, 'block')
  }
  return { produce, vote }
}
