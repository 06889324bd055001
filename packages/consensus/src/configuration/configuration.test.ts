import { toHex } from '@vc/crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Header } from '../codec/header.ts'
import { NO_STAKE } from '../codec/header.ts'
import { ballotsFor, countBallots } from './ballots.ts'
import { areParameters } from './check-parameters.ts'
import { commitOf } from './commit-of.ts'
import { type ConfigurationDocument, configurationId } from './document.ts'
import { inForceAt, nextConfiguration, wrongHistory } from './next-configuration.ts'
import { development, type Parameters } from './parameters.ts'
import {
  areRivals,
  encodeProposal,
  judgeProposal,
  type Proposal,
  parseProposal,
  proposalId,
  targetIdOf,
} from './proposal.ts'

const origin: ConfigurationDocument = {
  kind: 'configuration',
  network: 'dev-test',
  version: 0,
  parent: null,
  from: 0,
  protocol: 1,
  adopted: [],
  parameters: { ...development(), genesisBits: 0x1b1c25c2 },
}

function proposal(own: Partial<Omit<Proposal, 'target'>> = {}): Proposal {
  const written = {
    kind: 'proposal' as const,
    title: { en: 'Larger blocks', zh: '更大的区块' },
    reason: { en: 'They are full.', zh: '区块已满。' },
    origin: toHex(configurationId(origin)),
    group: null,
    vote: { from: 10, to: 39, threshold: 750 },
    from: 59,
    protocol: 1,
    changes: { maxBlockBytes: 8_000_000 },
    trial: {},
    ...own,
  }
  return { ...written, target: targetIdOf(written, origin) }
}

/** A branch whose blocks vote for these, by height. */
const branch =
  (votes: (height: number) => readonly Proposal[], burnt: (height: number) => boolean = () => false) =>
  (height: number): Header =>
    ({
      stakeIndex: burnt(height) ? NO_STAKE : 0,
      ballots: votes(height).map(proposalId),
    }) as unknown as Header

const next = (proposals: readonly Proposal[], headerAt: ReturnType<typeof branch>, height = 59) =>
  nextConfiguration({ height, inForce: origin, proposals, headerAt })

describe('a proposal', () => {
  it('has one text, and is read as it was written', () => {
    const bytes = encodeProposal(proposal())
    expect(parseProposal(bytes)).toEqual({ ok: true, value: proposal() })
    expect(judgeProposal(proposal(), origin)).toBeUndefined()
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = bytes.map((byte, i) => (i === at ? byte ^ 0x20 : byte))
      const read = parseProposal(changed)
      const isRefused = !read.ok || judgeProposal(read.value, origin) !== undefined
      if (!isRefused && read.ok) expect(toHex(proposalId(read.value))).not.toBe(toHex(proposalId(proposal())))
    }
  })

  it.each<[string, Proposal]>([
    ['proposal-origin', { ...proposal(), origin: '00'.repeat(32) }],
    ['proposal-target', { ...proposal(), target: '00'.repeat(32) }],
    ['proposal-fixed', proposal({ changes: { decimals: 3 } })],
    ['proposal-fixed', proposal({ trial: { 'beacon.seed': '11'.repeat(32) } })],
    ['proposal-trial', proposal({ trial: { maxBlockBytes: 8_000_000 } })],
    ['proposal-trial', proposal({ trial: { blockInterval: 20 } })],
    ['proposal-vote', proposal({ vote: { from: 10, to: 38, threshold: 750 } })],
    ['proposal-vote', proposal({ vote: { from: 10, to: 310, threshold: 750 }, from: 400 })],
    ['proposal-vote', proposal({ vote: { from: 10, to: 39, threshold: 749 } })],
    ['proposal-vote', proposal({ from: 58 })],
    ['configuration-invariant', proposal({ changes: { voteThreshold: 600 } })],
    ['configuration-field', proposal({ changes: { maxReferences: 10 } })],
  ])('is refused with %s (case %#)', (code, wrong) => {
    expect(judgeProposal(wrong, origin)?.code).toBe(code)
  })

  it('has no second text: no spaces, no other order of its names', () => {
    const text = new TextDecoder().decode(encodeProposal(proposal()))
    const { title, ...rest } = JSON.parse(text)
    for (const other of [text.replace(':', ': '), JSON.stringify({ title, ...rest })]) {
      expect(JSON.parse(other)).toEqual(JSON.parse(text))
      const read = parseProposal(new TextEncoder().encode(other))
      expect(!read.ok && read.refusal.code).toBe('configuration-json')
    }
  })

  it('is not read with an unknown parameter or a missing language', () => {
    const text = new TextDecoder().decode(encodeProposal(proposal()))
    const changed = [text.replace('maxBlockBytes', 'maxBlockByte'), text.replace(',"zh":"更大的区块"', '')]
    for (const one of changed) {
      expect(one).not.toBe(text)
      expect(parseProposal(new TextEncoder().encode(one)).ok).toBe(false)
    }
  })
})

describe('the count', () => {
  it('leaves blocks of burnt rights out, and passes at the threshold exactly', () => {
    const one = proposal({ vote: { from: 10, to: 49, threshold: 750 }, from: 69 })
    const headers = branch((height) => (height < 40 ? [one] : []))
    expect(countBallots(one, headers)).toEqual({ yes: 30, blocks: 40 })
    expect(next([one], headers, 69).kind).toBe('changes')
    expect(
      next(
        [one],
        branch((height) => (height < 39 ? [one] : [])),
        69,
      ).kind,
    ).toBe('stays')
    const burnt = branch(
      (height) => (height < 39 ? [one] : []),
      (height) => height === 48,
    )
    expect(countBallots(one, burnt)).toEqual({ yes: 29, blocks: 39 })
    expect(next([one], burnt, 69).kind).toBe('stays')
    expect(
      next(
        [one],
        branch(
          (height) => (height < 40 ? [one] : []),
          (height) => height === 48,
        ),
        69,
      ).kind,
    ).toBe('changes')
  })

  it('passes none of two rivals with equal shares, and the greater of unequal ones', () => {
    const small = proposal({ changes: { maxBlockBytes: 5_000_000 } })
    const large = proposal({ changes: { maxBlockBytes: 6_000_000 } })
    expect(areRivals(small, large)).toBe(true)
    const both = branch(() => [small, large])
    expect(next([small, large], both).kind).toBe('stays')
    const more = branch((height) => (height === 10 ? [large] : [small, large]))
    const changed = next([small, large], more)
    expect(changed.kind === 'changes' && changed.configuration.parameters.maxBlockBytes).toBe(6_000_000)
  })

  it('lets proposals of one group exclude each other, and others pass together', () => {
    const blocks = proposal({ group: 'size' })
    const transactions = proposal({ group: 'size', changes: { maxTransactionBytes: 90_000 } })
    const voting = proposal({ changes: { voteThreshold: 800 } })
    expect(areRivals(blocks, transactions)).toBe(true)
    expect(areRivals(blocks, voting)).toBe(false)
    expect(areRivals(blocks, proposal({ group: 'size', from: 60 }))).toBe(false)
    expect(areRivals(blocks, blocks)).toBe(false)
    const changed = next(
      [blocks, voting],
      branch(() => [blocks, voting]),
    )
    if (changed.kind !== 'changes') throw new Error(changed.kind)
    expect(changed.configuration).toMatchObject({
      version: 1,
      from: 59,
      parent: toHex(configurationId(origin)),
      adopted: [blocks, voting].map((one) => toHex(proposalId(one))).sort(),
    })
    expect(changed.configuration.parameters).toMatchObject({ maxBlockBytes: 8_000_000, voteThreshold: 800 })
  })

  it('comes to one result whatever the order in which documents came', () => {
    const parameter = fc.constantFrom<Partial<Parameters>>(
      { maxBlockBytes: 5_000_000 },
      { maxBlockBytes: 6_000_000 },
      { voteThreshold: 800 },
      { minStake: 5 },
      { maxTransactionBytes: 50_000, minStake: 7 },
    )
    const some = fc.array(fc.tuple(parameter, fc.integer({ min: 0, max: 30 })), { maxLength: 6 })
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (list, order) => {
        const made = list.map(([changes, until], n) => ({
          one: proposal({ changes, title: { en: `P${n}`, zh: `案${n}` } }),
          until: 10 + until,
        }))
        const headers = branch((height) => made.filter(({ until }) => height < until).map(({ one }) => one))
        const proposals = made.map(({ one }) => one)
        const shuffled = proposals
          .map((one) => ({ one, rank: order.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ one }) => one)
        expect(next(shuffled, headers)).toEqual(next(proposals, headers))
      }),
    )
  })
})

describe('a change', () => {
  it('takes nothing of what breaks an invariant together', () => {
    const slower = proposal({ changes: { 'beacon.epoch': 60, stakeMaturity: 240 } })
    const younger = proposal({ changes: { voteThreshold: 700 }, vote: { from: 10, to: 39, threshold: 750 } })
    const breaking = proposal({ changes: { badDebtAge: 50 } })
    const wrong = { ...breaking, changes: { voteWindow: 5 } }
    expect(
      next(
        [slower, younger],
        branch(() => [slower, younger]),
      ).kind,
    ).toBe('changes')
    expect(
      next(
        [slower, wrong],
        branch(() => [slower, wrong]),
      ),
    ).toMatchObject({ kind: 'void' })
  })

  it('stops a node that does not speak its protocol', () => {
    const fork = proposal({ protocol: 2, changes: {} })
    expect(
      next(
        [fork],
        branch(() => [fork]),
      ),
    ).toMatchObject({ kind: 'beyond', configuration: { protocol: 2 } })
  })

  it('falls back to the origin when the vote fails', () => {
    expect(
      next(
        [proposal()],
        branch(() => []),
      ),
    ).toEqual({ kind: 'stays' })
    expect(
      next(
        [proposal()],
        branch(() => [proposal()]),
        58,
      ),
    ).toEqual({ kind: 'stays' })
  })
})

describe('a history', () => {
  const one = next(
    [proposal()],
    branch(() => [proposal()]),
  )
  const first = one.kind === 'changes' ? one.configuration : origin
  const genesisId = configurationId(origin)

  it('is whole from genesis on, each version naming the one before', () => {
    expect(wrongHistory([origin, first], genesisId)).toBeUndefined()
    expect(inForceAt([origin, first], 58)).toBe(origin)
    expect(inForceAt([origin, first], 59)).toBe(first)
    expect(wrongHistory([origin, first], new Uint8Array(32))).toEqual({ version: 0, why: 'genesis' })
    expect(wrongHistory([origin, { ...first, parent: '00'.repeat(32) }], genesisId)).toEqual({
      version: 1,
      why: 'parent',
    })
    const parameters = { ...first.parameters, decimals: 3 }
    expect(wrongHistory([origin, { ...first, parameters }], genesisId)).toEqual({
      version: 1,
      why: 'network',
    })
    expect(wrongHistory([origin, { ...first, from: 0 }], genesisId)?.version).toBe(1)
    const same = { ...first, version: 2, parent: toHex(configurationId(first)) }
    expect(wrongHistory([origin, first, { ...same, from: 60 }], genesisId)).toBeUndefined()
    expect(wrongHistory([origin, first, same], genesisId)).toEqual({ version: 2, why: 'range' })
    expect(wrongHistory([origin, { ...first, version: 2 }], genesisId)).toEqual({
      version: 1,
      why: 'document',
    })
  })

  it('is written as commits that follow from the documents alone', () => {
    const commit = commitOf(first, 1_800_000_000)
    expect(commit).toMatchObject({ branch: 'main', message: 'Configuration 1\n', time: 1_800_000_059 })
    const id = toHex(proposalId(proposal()))
    expect(commitOf(proposal(), 1_800_000_000)).toMatchObject({
      branch: `proposal/${id.slice(0, 16)}`,
      message: `Proposal ${id}\n`,
      time: 1_800_000_010,
    })
  })
})

it('puts at most four proposals into a header, none beside its rival, and only while they are counted', () => {
  const many = Array.from({ length: 6 }, (_, n) =>
    proposal({ title: { en: `P${n}`, zh: `案${n}` }, changes: n < 2 ? { minStake: n + 2 } : {} }),
  )
  const ballots = ballotsFor(many, 20).map(toHex)
  expect(ballots).toHaveLength(4)
  expect(ballots).toEqual([...ballots].sort())
  expect(ballots).not.toContain(toHex(proposalId(many[1] ?? proposal())))
  expect([ballotsFor(many, 9), ballotsFor(many, 40)]).toEqual([[], []])
})

it('has no switch for anonymous stake, a lottery pool or mixing: they are planned, and not in this release', () => {
  const planned = /anonym|lotter|mixing|zerocoin|shield/i
  const names = Object.keys(origin.parameters)
  expect(names.length).toBeGreaterThan(40)
  expect(names.filter((name) => planned.test(name))).toEqual([])
  for (const name of ['anonymousStake', 'lotteryPool']) {
    const parameters = { ...origin.parameters, [name]: true }
    expect(areParameters(origin.parameters)).toBe(true)
    expect(areParameters(parameters)).toBe(false)
  }
})
