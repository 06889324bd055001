import {
  blockHash,
  configurationId,
  decodeBlock,
  encodeProposal,
  type Header,
  netValue,
  openReplay,
  type Proposal,
  type ProposalDraft,
  parseConfiguration,
  parseProposal,
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
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const START = 1_800_000_000
const checks = rememberChecks((await openSignatureChecks()).checks)
const network = found({ seed: 'vote', stakes: [10n ** 9n], coins: 1, time: START, blocks: 1_000 })
let seconds = START

function open(store = openMemoryStore(), isProducer = false) {
  const key = must(network.keys[0], 'a key')
  return openNode({
    store,
    genesis: network.genesis,
    configuration: network.configuration,
    backend: 'test',
    checks,
    policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
    clock: { nowMs: () => seconds * 1_000 },
    log: pino({ level: 'silent' }),
    ...(isProducer ? { producer: { key, signState: openSignFile(memoryPages()) } } : {}),
  })
}
type Opened = ReturnType<typeof open>
const pass = () => {
  seconds += 1
}
const produceTo = (node: Opened, height: number) => produceOn(node, height, pass)
const headerAt = (node: Opened, height: number): Header => {
  const decoded = decodeBlock(bytesAt(node, height), 4_000_000)
  if (!decoded.ok) throw new Error(decoded.refusal.code)
  return decoded.value.header
}

const FROM = 54
/** The height of the block that the payment came into. */
let tried = 0
const written: Omit<Proposal, 'target'> = {
  kind: 'proposal',
  title: { en: 'Smaller transactions', zh: '更小的交易' },
  reason: { en: 'Nobody needs more.', zh: '已经够用。' },
  origin: toHex(configurationId(network.configuration)),
  group: null,
  vote: { from: 4, to: 33, threshold: 750 },
  from: FROM,
  protocol: 1,
  changes: { maxTransactionBytes: 50_000 },
  trial: {},
}
const proposal: Proposal = { ...written, target: targetIdOf(written, network.configuration) }

describe('a vote on the configuration', () => {
  const store = openMemoryStore()
  const node = open(store, true)
  const { configurations } = node.chain

  it('is counted from the ballots of blocks, and the new version is in force at its height', () => {
    expect(configurations.propose(encodeProposal(proposal)).ok).toBe(true)
    produceTo(node, 8)
    configurations.choices.set(toHex(proposalId(proposal)), 'vote')
    produceTo(node, FROM + 4)
    expect(headerAt(node, 8).ballots).toEqual([])
    expect(headerAt(node, 9).ballots).toEqual([proposalId(proposal)])
    expect(headerAt(node, 34).ballots).toEqual([])
    expect(headerAt(node, FROM - 1).configId).toEqual(configurationId(network.configuration))
    const changed = must(configurations.find(headerAt(node, FROM).configId), 'the new version')
    expect(changed).toMatchObject({ version: 1, from: FROM, adopted: [toHex(proposalId(proposal))] })
    expect(node.face.status().parameters.maxTransactionBytes).toBe(50_000)
  })

  it('is known again after a restart', () => {
    const again = open(store)
    expect(again.face.status().parameters.maxTransactionBytes).toBe(50_000)
    expect(again.chain.configurations.choices.votes()).toEqual([toHex(proposalId(proposal))])
  })

  it('is followed by who has the document, and stops who has it not, without blame', () => {
    const [informed, blind] = [open(), open()]
    informed.chain.configurations.propose(encodeProposal(proposal))
    for (let height = 1; height <= FROM + 4; height += 1) {
      const bytes = bytesAt(node, height)
      expect(informed.core.receiveBlock(bytes, 'peer').action).toBe('accept')
      const { action, code } = blind.core.receiveBlock(bytes, 'peer')
      if (height < FROM) expect(action).toBe('accept')
      if (height === FROM) expect([action, code]).toEqual(['ignore', 'configuration-unknown'])
    }
    expect(informed.face.status().head.hash).toBe(node.face.status().head.hash)
    expect(blind.face.status().head.height).toBe(FROM - 1)
    const { configurations } = blind.chain
    expect(configurations.propose(encodeProposal(proposal), { member: 'peer' })).toMatchObject({
      refusal: { code: 'proposal-over' },
    })
    expect(configurations.unread()).toEqual([toHex(proposalId(proposal))])
    configurations.propose(encodeProposal(proposal), { member: 'peer', isAsked: true })
    for (let height = FROM; height <= FROM + 4; height += 1)
      blind.core.receiveBlock(bytesAt(node, height), 'peer')
    expect(blind.face.status().head.hash).toBe(node.face.status().head.hash)
  })

  it('is tried by who votes for it on own blocks alone: what the stricter values refuse waits, and others find them valid', () => {
    const { height } = node.chain.head
    const changes = { maxTransactionBytes: 20_000 }
    const asked: ProposalDraft = {
      ...{ title: written.title, reason: written.reason, group: null, protocol: 1, changes },
      ...{ vote: { from: height + 1, to: height + 30, threshold: 750 }, from: height + 50 },
      trial: { maxTransactionBytes: 100 },
    }
    const made = node.face.propose(JSON.stringify(asked))
    if (!made.accepted) throw new Error(made.refusal.code)
    const { owner, coins } = network
    const { hex, txid } = payToSelf(owner, must(coins[0], 'a coin'), 10n, node.chain.network)
    node.face.chooseProposal({ proposal: made.id, choice: 'vote' })
    expect(node.face.submit([fromHex(hex)]).accepted).toBe(true)
    produceTo(node, height + 3)
    expect(node.face.transaction(fromHex(txid))).toEqual({ state: 'mempool' })
    const other = open()
    other.chain.configurations.propose(encodeProposal(proposal), { member: 'peer', isAsked: true })
    for (let at = 1; at <= height + 3; at += 1) other.core.receiveBlock(bytesAt(node, at), 'peer')
    expect(other.chain.head.height).toBe(height + 3)
    node.face.chooseProposal({ proposal: made.id, choice: null })
    produceTo(node, height + 4)
    tried = height + 4
    expect(node.face.transaction(fromHex(txid))).toMatchObject({ state: 'block', height: height + 4 })
  })

  it('is followed by who judges the chain again from its bytes and the documents', () => {
    const { configuration, proposals } = node.face.configurationDocuments()
    const document = parseConfiguration(fromHex(configuration))
    if (!document.ok) throw new Error(document.refusal.code)
    const read = proposals.flatMap((hex) => {
      const one = parseProposal(fromHex(hex))
      return one.ok ? [one.value] : []
    })
    const judged = (of: readonly Proposal[]) => {
      const run = openReplay({ configuration: document.value, proposals: of, checks })
      for (let at = 0; at <= node.chain.head.height; at += 1) {
        const step = run.next(bytesAt(node, at))
        if (!step.ok) return step.refusal
      }
      return netValue(run.state)
    }
    expect(judged(read)).toBe(netValue(node.chain.state))
    expect(judged([])).toMatchObject({ height: FROM, refusal: { code: 'block-configuration' } })
  })

  it('judges the blocks before it by the old version and those from it on by the new', () => {
    const header = headerAt(node, FROM + 1)
    const old = { ...header, configId: configurationId(network.configuration) }
    expect(blockHash(old)).not.toEqual(blockHash(header))
    const { code } = node.core.judgeHeaderOf(old)
    expect(['block-configuration', 'block-orphan']).toContain(code)
  })

  it('can be looked at before: which past blocks the new values would have refused, and by what rule', async () => {
    const height = tried - 1
    produceTo(node, height + 8)
    const look = (changes: object) =>
      node.face.previewConfiguration({ changes: JSON.parse(JSON.stringify(changes)), blocks: 1_000 })
    const final = node.chain.finality.final.height
    const stays = await look({})
    expect(stays).toEqual({ accepted: true, blocks: final, from: 1, refused: [] })
    expect(await look({ maxTransactionBytes: 100 })).toMatchObject({
      refused: [{ code: 'size', blocks: 1, first: height + 1 }],
    })
    expect(await look({ ownShare: 4_000 })).toMatchObject({
      accepted: true,
      refused: [{ code: 'reward-wrong' }],
    })
    const behind = look({})
    produceTo(node, height + 14)
    expect(await behind).toEqual(stays)
    expect(await look({ voteWindow: 3 })).toMatchObject({ refusal: { code: 'configuration-invariant' } })
  })
})
