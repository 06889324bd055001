import { configurationId, encodeProposal, type Proposal, proposalId, targetIdOf } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const START = 1_800_000_000
const { checks } = await openSignatureChecks()
const { genesis, configuration } = found({
  ...{ seed: 'exchange', stakes: [10n ** 9n], coins: 1, time: START, blocks: 16 },
})
const open = () =>
  openNode({
    ...{ store: openMemoryStore(), genesis, configuration, backend: 'test', checks },
    ...{ clock: { nowMs: () => START * 1_000 }, log: pino({ level: 'silent' }) },
    policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
  })

function proposal(number: number, change: Partial<Omit<Proposal, 'target'>> = {}): Proposal {
  const written: Omit<Proposal, 'target'> = {
    ...{ kind: 'proposal', group: null, protocol: 1, from: 53, trial: {} },
    title: { en: `Number ${number}`, zh: `第 ${number} 号` },
    reason: { en: 'So.', zh: '故。' },
    origin: toHex(configurationId(configuration)),
    vote: { from: 4, to: 33, threshold: 750 },
    changes: { maxPremium: number },
    ...change,
  }
  return { ...written, target: targetIdOf(written, configuration) }
}
const idsOf = (list: readonly Proposal[]) => list.map(proposalId)
const bytesOf = (list: readonly Proposal[]) => list.map(encodeProposal)

describe('what peers say of the configuration', () => {
  it('is asked for by ids, and given by ids', () => {
    const { core } = open()
    const one = proposal(1)
    expect(core.documentsOf([])).toEqual([])
    expect(core.receiveDocuments(bytesOf([one]), idsOf([one]), 'peer').action).toBe('accept')
    expect(core.documentsOf([])).toEqual(idsOf([one]))
    const known = [...idsOf([one]), configurationId(configuration), new Uint8Array(32)]
    expect(core.documentsOf(known)).toHaveLength(2)
  })

  it('is wrong when it is not what was asked, or no document', () => {
    const { core, face } = open()
    const [one, two] = [proposal(1), proposal(2)]
    expect(core.receiveDocuments(bytesOf([two]), idsOf([one]), 'peer').action).toBe('reject')
    expect(core.receiveDocuments([new Uint8Array(31)], [], 'peer').action).toBe('reject')
    const early = proposal(3, { from: 40 })
    expect(core.receiveDocuments(bytesOf([early]), idsOf([early]), 'peer').action).toBe('accept')
    expect(face.configuration().proposals).toEqual([])
  })

  it('fills no more than 64 open proposals of one member', () => {
    const { core, face } = open()
    const many = Array.from({ length: 66 }, (_, at) => proposal(at + 1))
    const give = (list: readonly Proposal[], from: string) => {
      for (const one of list) core.receiveDocuments(bytesOf([one]), idsOf([one]), from)
      return face.configuration().proposals.length
    }
    expect(give(many.slice(0, 65), 'one')).toBe(64)
    expect(give(many.slice(65), 'another')).toBe(65)
  })
})
