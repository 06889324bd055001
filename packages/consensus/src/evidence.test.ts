import { must } from '@vc/kernel'
import {
  commitRecord,
  encodeMember,
  kOfNScript,
  type Outpoint,
  type OutputAt,
  outputsOf,
  registerStake,
  sumAmounts,
  txidOf,
  viewOf,
  writeRecord,
} from '@vc/ledger'
import { describe, expect, it } from 'vitest'
import { beaconOf } from './beacon.ts'
import { signHeader } from './build-block.ts'
import { certificateOf, signVote } from './checkpoints.ts'
import type { Evidence } from './codec/extension.ts'
import type { Header } from './codec/header.ts'
import type { Checkpoint } from './codec/vote.ts'
import { evidenceOf } from './evidence.ts'
import { isMember, isVoterNow, votersFor } from './members.ts'
import { isSuspended } from './state-entries.ts'
import { rewritten, type TestBranch, type TestMember, testBranch, testMember } from './testing.ts'

const at = <T>(list: readonly T[], index: number): T => must(list[index], 'an item')
const mark = new Uint8Array(32)

/** Two headers that a member signed for one slot of the next height. */
function twiceSigned(branch: TestBranch, by: TestMember): Evidence {
  const a = branch.built(by).block.header
  return evidenceOf({ kind: 'headers', a, b: branch.built(by, { ballots: [mark] }).block.header })
}

/** A branch of four whose last member signed twice for height 1, and the evidence. */
function opened(evidenceAge = 100_000) {
  const branch = testBranch({ members: 4, coins: 2, parameters: { evidenceAge } })
  const [maker, second] = [at(branch.members, 0), at(branch.members, 1)]
  const [third, twice] = [at(branch.members, 2), at(branch.members, 3)]
  const evidence = twiceSigned(branch, twice)
  /** The refusal of a block with these, also when no honest node would build it. */
  const judged = (list: readonly Evidence[]) => {
    const made = branch.build(maker, { evidence: list })
    if (made.ok) return branch.refusalOf(made.value.block)
    const { block } = branch.built(maker)
    return branch.refusalOf(rewritten(block, maker, { extension: { evidence: list } }))
  }
  return { branch, maker, second, third, twice, evidence, judged }
}
const code = (evidence = 0) => ({ code: 'evidence-invalid', facts: { evidence } })

describe('evidence in a block', () => {
  it('suspends its key from the next block on: it wins no draw and makes no block', () => {
    const { branch, maker, twice, evidence } = opened()
    branch.add(branch.built(maker, { evidence: [evidence] }))
    expect(isSuspended(branch.state, twice.key)).toBe(true)
    expect([maker, twice].map((member) => branch.slotOf(member) !== undefined)).toEqual([true, false])
    const { block } = branch.built(maker)
    const { outpoint, amount, producerKey } = branch.stakeOf(twice)
    const shown = { stakeTxid: outpoint.txid, stakeIndex: outpoint.index, stakeAmount: amount, producerKey }
    const header = signHeader({ ...block.header, ...shown }, twice.secret)
    expect(branch.refusalOf({ ...block, header })?.code).toBe('stake-suspended')
  })

  it('leaves the votes of its key counting until its block is final, and not after', () => {
    const { branch, maker, second, third, twice, evidence } = opened()
    const before = [maker, second, twice]
    const grow = (link?: readonly [number, number], by: readonly TestMember[] = before) => {
      const certificates = link ? [must(branch.certificate(link, by), 'a quorum')] : []
      branch.add(branch.built(maker, { certificates }))
    }
    grow()
    grow()
    branch.add(branch.built(maker, { evidence: [evidence] }))
    expect(isVoterNow(branch.state, twice.key)).toBe(false)
    grow([0, 2])
    grow([2, 4])
    grow()
    grow([4, 6])
    expect(branch.chain()).toMatchObject({ height: 7, final: { height: 4 } })
    grow()
    grow([6, 8])
    expect(branch.chain().final.height).toBe(6)
    grow()
    expect(branch.certificate([8, 10], before)).toBeUndefined()
    const link = { source: branch.checkpoint(8), target: branch.checkpoint(10) }
    const votes = before.map(({ secret }) => signVote(branch.network, link, secret))
    const forged = must(
      certificateOf(link, votes, votersFor(branch.state, 6)),
      'a quorum of the voters before',
    )
    const { block } = branch.built(maker)
    expect(branch.refusalOf(rewritten(block, maker, { extension: { certificates: [forged] } }))).toEqual({
      code: 'certificate-invalid',
      facts: { certificate: 0 },
    })
    grow([8, 10], [maker, second, third])
    expect(branch.chain()).toMatchObject({ justified: { height: 10 }, final: { height: 8 } })
  })

  it('ends with a new stake key that the council admits, which produces and votes', () => {
    const { branch, maker, twice, evidence } = opened()
    branch.add(branch.built(maker, { evidence: [evidence] }))
    const again = testMember('again')
    const council = kOfNScript(1, [maker.key])
    const value = encodeMember({ certificateHash: mark, stakeKey: again.key, roles: 3 })
    const write = { table: 'member', key: Uint8Array.of(4), value }
    const values = [branch.coin(0)]
    const amounts = { amount: 10_000n, fee: 100n }
    const commit = branch.signed(
      commitRecord({ ...write, ...amounts, values, guard: council, changeTo: maker.script }),
      values,
    )
    const outputAt = (outpoint: Outpoint): OutputAt => {
      const view = viewOf(branch.state, { height: branch.chain().height + 1 })
      return { outpoint, output: must(view.findOutput(outpoint), 'an output') }
    }
    const stake = [branch.coin(1)]
    const registered = registerStake({
      ...{ values: stake, fee: 100n, amount: sumAmounts(outputsOf(stake)) - 100n },
      ...{ producerKey: again.key, commitment: again.reveals.commitment, ownerScript: maker.script },
    })
    branch.add(branch.built(maker, { candidates: [commit] }))
    const held = must(viewOf(branch.state, { height: 3 }).findRecord('member', write.key), 'a record')
    const spent = [outputAt({ txid: txidOf(commit), index: 0 }), outputAt(held.holder)]
    const record = branch.signed(
      writeRecord({ ...write, commitment: at(spent, 0), holder: at(spent, 1), holderScript: council }),
      spent,
    )
    const written = branch.built(maker, { candidates: [record] })
    expect(written.dropped).toEqual([])
    branch.add(written)
    expect([twice, again].map(({ key }) => isMember(branch.state, key))).toEqual([false, true])
    expect([twice, again].map(({ key }) => isVoterNow(branch.state, key))).toEqual([false, true])
    const founded = branch.built(maker, { candidates: [branch.signed(registered, stake)] })
    expect(founded.dropped).toEqual([])
    branch.add(founded)
    const { stakeMaturity } = branch.configuration.parameters
    const first = branch.built(again)
    expect(first.block.header.time - founded.block.header.time).toBeGreaterThanOrEqual(stakeMaturity)
    const early = founded.block.header.time + stakeMaturity - 1
    const beaconHash = must(beaconOf(branch.state, early, branch.context), 'a beacon')
    const header = signHeader({ ...first.block.header, time: early, beaconHash }, again.secret)
    expect(branch.refusalOf({ ...first.block, header })?.code).toBe('stake-immature')
    branch.add(first)
    expect(branch.slotOf(twice)).toBeUndefined()
  })
})

describe('evidence is refused', () => {
  it('once it is as old as `evidenceAge`', () => {
    const { branch, maker, twice, evidence, judged } = opened(3)
    const said = ([height, fill]: readonly [number, number]) => {
      const target = { height, hash: mark.map(() => fill) }
      return signVote(branch.network, { source: branch.checkpoint(0), target }, twice.secret)
    }
    const votes = evidenceOf({ kind: 'votes', a: said([2, 1]), b: said([2, 2]) })
    for (const height of [1, 2, 3]) {
      expect([height, judged([evidence])]).toEqual([height, undefined])
      branch.add(branch.built(maker))
    }
    expect([judged([evidence]), judged([votes])]).toEqual([code(), undefined])
    branch.add(branch.built(maker))
    expect(judged([votes])).toEqual(code())
  })

  it('twice: in one block, and for a key that is suspended', () => {
    const { branch, maker, second, twice, evidence, judged } = opened()
    const other = twiceSigned(branch, second)
    expect(judged([evidence, other])).toBeUndefined()
    expect(judged([evidence, evidence])).toEqual(code(1))
    const more = evidenceOf({
      ...{ kind: 'headers', a: evidence.first as Header },
      b: branch.built(twice, { ballots: [mark.map(() => 1)] }).block.header,
    })
    expect(judged([more])).toBeUndefined()
    branch.add(branch.built(maker, { evidence: [evidence] }))
    expect(judged([more])).toEqual(code())
  })

  it('when two headers do not show that one key signed one slot twice', () => {
    const { branch, evidence, second, judged, twice } = opened()
    if (evidence.kind !== 'headers') throw new Error('evidence of headers')
    const { first, second: last } = evidence
    const pair = (b: Header) => evidenceOf({ kind: 'headers', a: first, b })
    expect(judged([{ ...evidence, first: last, second: first }])).toEqual(code())
    expect(judged([{ ...evidence, second: first }])).toEqual(code())
    expect(judged([pair({ ...last, signature: new Uint8Array(64) })])).toEqual(code())
    expect(judged([pair(signHeader({ ...last, time: last.time + 1 }, twice.secret))])).toEqual(code())
    expect(judged([pair(signHeader({ ...last, stakeIndex: 0 }, twice.secret))])).toEqual(code())
    expect(judged([pair(branch.built(second).block.header)])).toEqual(code())
    expect(judged([pair(signHeader({ ...last, height: 2 }, twice.secret))])).toBeUndefined()
  })

  it('when its key is no member’s', () => {
    const { evidence, judged } = opened()
    if (evidence.kind !== 'headers') throw new Error('evidence of headers')
    const { key, secret } = testMember('nobody')
    const own = (header: Header) => signHeader({ ...header, producerKey: key }, secret)
    const [a, b] = [own(evidence.first), own(evidence.second)]
    expect(judged([evidenceOf({ kind: 'headers', a, b })])).toEqual(code())
  })

  it.each<[string, readonly [number, number, number], readonly [number, number, number], boolean]>([
    ['two blocks of one height', [0, 4, 1], [0, 4, 2], true],
    ['one target from two sources', [0, 4, 1], [2, 4, 1], true],
    ['a link around another', [0, 8, 1], [2, 6, 1], true],
    ['the same vote again', [0, 4, 1], [0, 4, 1], false],
    ['one after the other', [0, 4, 1], [4, 6, 1], false],
    ['a later target from a later source', [0, 4, 1], [2, 6, 1], false],
    ['a later target from the same source', [0, 4, 1], [0, 6, 1], false],
  ])('or not, by what two votes say: %s', (_, one, other, isTaken) => {
    const { branch, twice, judged } = opened()
    const point = (height: number, fill: number): Checkpoint => ({ height, hash: mark.map(() => fill) })
    const vote = ([from, to, fill]: readonly [number, number, number]) =>
      signVote(branch.network, { source: point(from, 9), target: point(to, fill) }, twice.secret)
    const [a, b] = [vote(one), vote(other)]
    const evidence = evidenceOf({ kind: 'votes', a, b })
    expect(judged([evidence])).toEqual(isTaken ? undefined : code())
    const forged = evidenceOf({ kind: 'votes', a, b: { ...b, signature: new Uint8Array(64) } })
    expect(judged([forged])).toEqual(code())
  })
})
