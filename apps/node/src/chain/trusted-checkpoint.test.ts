import {
  blockHash,
  type Checkpoint,
  configurationId,
  decodeBlock,
  encodeProposal,
  netValue,
  type Proposal,
  proposalId,
  targetIdOf,
} from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { alone } from '../network/port.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import type { Store } from '../storage/store.ts'

const checks = rememberChecks((await openSignatureChecks()).checks)
const network = found(forkNetwork)
const DAY = 86_400
let seconds = forkNetwork.time
const clock = { nowMs: () => seconds * 1_000 }

type Options = { readonly member?: number; readonly trusted?: Checkpoint; readonly isAlone?: boolean }
function open(store: Store, { member, trusted, isAlone = false }: Options = {}) {
  const { genesis, configuration, keys } = network
  const key = member === undefined ? undefined : must(keys[member], 'a member')
  return openNode({
    ...{ store, genesis, configuration, backend: 'noble', checks, clock, trusted },
    ...(isAlone ? {} : { port: alone }),
    ...{ policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 }, log: pino({ level: 'silent' }) },
    ...(key ? { producer: { key, signState: openSignFile(memoryPages()) } } : {}),
  })
}
type Opened = ReturnType<typeof open>

function grown(member: number, time: number): Opened {
  seconds = forkNetwork.time
  const node = open(openMemoryStore(), { member })
  for (const end = seconds + time; seconds < end; seconds += 1) node.tick()
  return node
}
const bytesOf = ({ face }: Opened) =>
  Array.from({ length: face.status().head.height }, (_, at) =>
    fromHex(must(face.blockAt(at + 1), 'a block').bytes),
  )
const pointAt = ({ face }: Opened, height: number): Checkpoint => ({
  height,
  hash: fromHex(must(face.blockAt(height), 'a block').hash),
})
/** The branch that the fork choice would leave for the other. */
function branches() {
  const [a, b] = [grown(0, 60), grown(1, 60)]
  const judge = open(openMemoryStore())
  for (const bytes of [...bytesOf(a), ...bytesOf(b)]) judge.core.receiveBlock(bytes, 'peer')
  const isA = toHex(judge.chain.head.hash) === toHex(a.chain.head.hash)
  return isA ? { lighter: b, heavier: a } : { lighter: a, heavier: b }
}

describe('a node that trusts a checkpoint', () => {
  it('walks only branches through it, however heavy others are, and takes it as final', () => {
    const { lighter, heavier } = branches()
    const trusted = pointAt(lighter, 4)
    const node = open(openMemoryStore(), { trusted })
    const codes = bytesOf(heavier).map((bytes) => node.core.receiveBlock(bytes, 'peer').code)
    expect(codes.slice(0, 4)).toEqual([undefined, undefined, undefined, 'checkpoint-contradicted'])
    expect(node.chain.head.height).toBe(3)
    for (const bytes of bytesOf(lighter)) node.core.receiveBlock(bytes, 'peer')
    expect(toHex(node.chain.head.hash)).toBe(toHex(lighter.chain.head.hash))
    expect(node.face.status().final).toEqual({ height: 4, hash: toHex(trusted.hash) })
  })

  it('claims no header beside it, and blames nobody for telling one', () => {
    const { lighter, heavier } = branches()
    const node = open(openMemoryStore(), { trusted: pointAt(lighter, 4) })
    const headers = bytesOf(heavier).map((bytes) => {
      const block = decodeBlock(bytes, 4_000_000)
      if (!block.ok) throw new Error(block.refusal.code)
      return block.value.header
    })
    expect(node.core.receiveHeaders({ headers, certificate: undefined }, 'peer').action).toBe('accept')
    const tip = blockHash(must(headers[5], 'a header'))
    expect(node.chain.tree.has(toHex(tip))).toBe(false)
  })

  it('does not open a store in which another block is final', () => {
    const { lighter, heavier } = branches()
    const store = openMemoryStore()
    const first = open(store, { trusted: pointAt(lighter, 4) })
    for (const bytes of bytesOf(lighter)) first.core.receiveBlock(bytes, 'peer')
    const genesis = { height: 0, hash: blockHash(must(heavier.chain.head, 'a head').header) }
    expect(() => open(store, { trusted: genesis })).toThrow('checkpoint-contradicted')
  })
})

describe('a node that was away for longer than old keys may be believed', () => {
  it('asks its operator for a checkpoint that others call final, and starts with one', () => {
    const { lighter } = branches()
    seconds += 15 * DAY
    const store = openMemoryStore()
    expect(() => open(store)).toThrow('checkpoint-needed')
    expect(open(store, { trusted: pointAt(lighter, 4) }).chain.head.height).toBe(0)
  })

  it('starts by itself a day after, or when it has no peers who could tell another past', () => {
    grown(0, 10)
    seconds += DAY
    expect(open(openMemoryStore()).chain.head.height).toBe(0)
    seconds += 15 * DAY
    expect(open(openMemoryStore(), { isAlone: true }).chain.head.height).toBe(0)
  })
})

describe('a configuration that names a checkpoint', () => {
  it('makes it final for every node from its own height on, when too few are left who vote', () => {
    seconds = forkNetwork.time
    const node = open(openMemoryStore(), { member: 0 })
    const tickTo = (height: number) => {
      for (; node.chain.head.height < height; seconds += 1) node.tick()
    }
    tickTo(5)
    const point = pointAt(node, 4)
    const first = node.chain.head.height + 2
    const draft: Omit<Proposal, 'target'> = {
      ...{ kind: 'proposal', group: null, protocol: 1, trial: {} },
      title: { en: 'Go on without those who left', zh: '不等离开者，继续前行' },
      reason: { en: 'Three of four are gone.', zh: '四家中已有三家离开。' },
      origin: toHex(configurationId(network.configuration)),
      vote: { from: first, to: first + 29, threshold: 750 },
      from: first + 29 + 20,
      changes: { trustedCheckpoint: { height: 4, hash: toHex(point.hash) } },
    }
    const proposal: Proposal = { ...draft, target: targetIdOf(draft, network.configuration) }
    const { configurations } = node.chain
    expect(configurations.propose(encodeProposal(proposal)).ok).toBe(true)
    configurations.choices.set(toHex(proposalId(proposal)), 'vote')
    tickTo(proposal.from - 2)
    expect(node.face.status().final.height).toBe(0)
    tickTo(proposal.from + 1)
    expect(node.face.status().final).toEqual({ height: 4, hash: toHex(point.hash) })
    expect(netValue(node.chain.state)).toBe(netValue(grown(1, 1).chain.state))
  })
})
