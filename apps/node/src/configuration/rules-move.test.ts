import {
  configurationId,
  decodeBlock,
  encodeBlock,
  encodeProposal,
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
import { bytesAt, produceTo as produceOn } from '../../test/producing.ts'
import { payToSelf } from '../../test/transfers.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { alone, type CorePort } from '../network/port.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { openWatch } from '../watch/open-watch.ts'

const START = 1_800_000_000
const COINS = 30
const LIMIT = 6_000
const checks = rememberChecks((await openSignatureChecks()).checks)
const parameters = { maxBlockBytes: LIMIT, maxTransactionBytes: 1_000 }
const network = found({
  seed: 'move',
  stakes: [10n ** 9n],
  coins: COINS,
  time: START,
  blocks: 1_000,
  parameters,
})
let seconds = START

function open({ store = openMemoryStore(), isProducer = false, port = alone as CorePort } = {}) {
  const { genesis, configuration, keys } = network
  const producer = { key: must(keys[0], 'a key'), signState: openSignFile(memoryPages()) }
  return openNode({
    ...{ store, genesis, configuration, backend: 'test', checks, port },
    policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
    clock: { nowMs: () => seconds * 1_000 },
    log: pino({ level: 'silent' }),
    ...(isProducer ? { producer } : {}),
  })
}
type Opened = ReturnType<typeof open>

const pass = () => {
  seconds += 1
}
const produceTo = (node: Opened, height: number) => produceOn(node, height, pass)

const FROM = 54
const proposalOf = (title: string, changes: Proposal['changes']): Proposal => {
  const draft = {
    ...({ kind: 'proposal', title: { en: title, zh: title }, reason: { en: 'So.', zh: '故。' } } as const),
    ...{
      origin: toHex(configurationId(network.configuration)),
      group: null,
      trial: {},
      protocol: 1,
      changes,
    },
    ...{ vote: { from: 4, to: 33, threshold: 750 }, from: FROM },
  }
  return { ...draft, target: targetIdOf(draft, network.configuration) }
}
const larger = proposalOf('Larger blocks', { maxBlockBytes: 4 * LIMIT, blockInterval: 4 })
const unloved = proposalOf('Nobody wants it', { maxPremium: 1 })

describe('rules that move', () => {
  const store = openMemoryStore()
  const node = open({ store, isProducer: true })
  const [id, other] = [larger, unloved].map((one) => toHex(proposalId(one)))
  const ids = (of: Opened) => of.face.configuration().proposals.map((one) => one.id)

  it('tell health the interval that is in force now', () => {
    for (const one of [larger, unloved])
      expect(node.face.propose(Buffer.from(encodeProposal(one)).toString()).accepted).toBe(true)
    node.face.chooseProposal({ proposal: must(id, 'an id'), choice: 'vote' })
    const watch = openWatch({
      ...{ status: node.face.status, core: node.core, network: undefined },
      ...{ isConserved: () => true, isStopped: () => false, clock: { nowMs: () => seconds * 1_000 } },
      store: () => ({ bytes: 0, most: 1 }),
      blockInterval: () => node.chain.configuration.parameters.blockInterval,
    })
    expect(watch.facts().blockInterval).toBe(2)
    produceTo(node, FROM)
    expect(watch.facts().blockInterval).toBe(4)
  })

  it('blame nobody for a block that the new ones allow and that comes before its parent', () => {
    for (const coin of network.coins)
      node.face.submit([fromHex(payToSelf(network.owner, coin, 10n, node.chain.network).hex)])
    produceTo(node, FROM + 1)
    const large = bytesAt(node, FROM + 1)
    expect(large.length).toBeGreaterThan(LIMIT)
    const [informed, blind] = [open(), open()]
    informed.chain.configurations.propose(encodeProposal(larger))
    expect(informed.core.receiveBlock(large, 'peer')).toEqual({ action: 'ignore', code: 'block-orphan' })
    expect(blind.core.receiveBlock(large, 'peer').action).toBe('ignore')
    const decoded = decodeBlock(large, large.length)
    if (!decoded.ok) throw new Error(decoded.refusal.code)
    const configId = configurationId(network.configuration)
    const lie = encodeBlock({ ...decoded.value, header: { ...decoded.value.header, configId } })
    expect(blind.core.receiveBlock(lie, 'peer')).toEqual({ action: 'reject', code: 'block-too-large' })
    for (let height = 1; height <= FROM + 1; height += 1)
      informed.core.receiveBlock(bytesAt(node, height), 'peer')
    expect(informed.chain.head.height).toBe(FROM + 1)
  })

  it('are followed at once by who no longer stays with the old ones', () => {
    const asked: string[] = []
    const port: CorePort = { ...alone, askHeaders: (peer) => asked.push(peer), peers: () => ['peer'] }
    const staying = open({ port })
    staying.chain.configurations.propose(encodeProposal(larger))
    staying.face.chooseProposal({ proposal: must(id, 'an id'), choice: 'stay' })
    for (let height = 1; height <= FROM; height += 1) staying.core.receiveBlock(bytesAt(node, height), 'peer')
    expect(staying.face.configuration().stop?.code).toBe('configuration-stay')
    staying.core.receiveStanding(node.core.standing(), 'peer')
    staying.core.receiveHeaders({ headers: [], certificate: undefined }, 'peer')
    asked.length = 0
    staying.face.chooseProposal({ proposal: must(id, 'an id'), choice: null })
    expect(asked).toEqual(['peer'])
    expect(staying.face.configuration().stop).toBeNull()
  })

  it('let go of a proposal without votes when its end lies a window of votes below what is final, and of no other', () => {
    const { voteWindow } = network.configuration.parameters
    expect(ids(node)).toEqual(expect.arrayContaining([id, other]))
    node.face.chooseProposal({ proposal: must(other, 'an id'), choice: null })
    while (node.chain.finality.final.height < FROM + voteWindow - 2)
      produceTo(node, node.chain.head.height + 1)
    expect(ids(node)).toContain(other)
    while (node.chain.finality.final.height < FROM + voteWindow) produceTo(node, node.chain.head.height + 1)
    expect(ids(node)).toEqual([id])
    expect(ids(open({ store }))).toEqual([id])
    const late = node.chain.configurations.propose(encodeProposal(unloved), { member: 'peer' })
    expect(late.ok || late.refusal.code).toBe('proposal-over')
    produceTo(node, node.chain.head.height + 4)
    expect(node.face.status().parameters.maxBlockBytes).toBe(4 * LIMIT)
  })
})
