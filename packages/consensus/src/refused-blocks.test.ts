import { must } from '@vc/kernel'
import { Overlay } from '@vc/ledger'
import { expect, test } from 'vitest'
import { beaconOf } from './beacon.ts'
import { signHeader } from './build-block.ts'
import { certificateOf, signVote } from './checkpoints.ts'
import { drawWins } from './draw.ts'
import { judgeBlock } from './judge-block.ts'
import { votersFor } from './members.ts'
import { encodeChain } from './state-entries.ts'
import { CHAIN_KEY } from './state-keys.ts'
import { rewritten, testBranch } from './testing.ts'

const opened = () => {
  const branch = testBranch({ members: 4, coins: 3 })
  return { branch, maker: must(branch.members[0], 'a member') }
}

test('a block of a slot that its stake does not win is refused with draw-missed', () => {
  const { branch, maker } = opened()
  const { block } = branch.built(maker)
  const { header } = block
  const draws = Array.from({ length: 200 }, (_, n) => {
    const time = branch.parent().header.time + 1 + n
    const beaconHash = must(beaconOf(branch.state, time, branch.context), 'a beacon')
    const { outpoint, amount } = branch.stakeOf(maker)
    const isWon = drawWins({ ...outpoint, amount }, beaconHash, time, header.bits)
    const judged = branch.refusalOf({
      ...block,
      header: signHeader({ ...header, time, beaconHash }, maker.secret),
    })
    return { isWon, code: judged?.code }
  })
  const missed = draws.filter(({ isWon }) => !isWon)
  expect(missed.length).toBeGreaterThan(100)
  expect(missed.filter(({ code }) => code !== 'draw-missed')).toEqual([])
  const won = draws.filter(({ isWon }) => isWon)
  expect(won.length).toBeGreaterThan(5)
  expect(won.filter(({ code }) => code === 'draw-missed')).toEqual([])
})

test('transactions in another order are refused with block-order', () => {
  const { branch, maker } = opened()
  const { block } = branch.built(maker, { candidates: [branch.payment(0, 100n), branch.payment(1, 100n)] })
  const [reward, first, second] = block.transactions.map((tx) => tx)
  const [a, b, c] = [must(reward, 'the reward'), must(first, 'a payment'), must(second, 'a payment')]
  const codeOf = (transactions: typeof block.transactions) =>
    branch.refusalOf(rewritten(block, maker, { transactions }))
  expect(codeOf([a, b, c])).toBeUndefined()
  expect(codeOf([b, a, c])).toEqual({ code: 'block-order', facts: { transaction: 1 } })
  expect(codeOf([a, b, b])).toEqual({ code: 'block-order', facts: { transaction: 2 } })
  expect(codeOf([a, { ...a, lockTime: 2 }, b, c])).toEqual({ code: 'block-order', facts: { transaction: 1 } })
  // Inside a layer any order is good; only the sum of the state is then the same, not the roots.
  expect(codeOf([a, c, b])).toBeUndefined()
})

test('certificates that are not of this branch, in its order and with a quorum are refused', () => {
  const { branch, maker } = opened()
  for (let height = 1; height <= 5; height += 1) branch.add(branch.built(maker))
  const certificate = (from: number, to: number, voters = branch.members) =>
    must(branch.certificate([from, to], voters), 'a quorum')
  const good = certificate(0, 2)
  const { block } = branch.built(maker)
  const judged = (...certificates: (typeof good)[]) =>
    branch.refusalOf(rewritten(block, maker, { extension: { certificates } }))
  const no = (number = 0) => ({ code: 'certificate-invalid', facts: { certificate: number } })
  expect(
    branch.refusalOf(branch.built(maker, { certificates: [good, certificate(2, 4)] }).block),
  ).toBeUndefined()
  expect(branch.build(maker, { certificates: [certificate(2, 4), good] })).toMatchObject({ refusal: no() })
  expect(judged(certificate(2, 4))).toEqual(no())
  expect(judged(good, good)).toEqual(no(1))
  expect(judged(certificate(0, 3))).toEqual(no())
  const { target, signatures, voters } = good
  const other = { source: good.source, target: { ...target, hash: branch.checkpoint(1).hash } }
  const votes = branch.members.map(({ secret }) => signVote(branch.network, other, secret))
  const keys = votersFor(branch.state, 0)
  expect(judged(must(certificateOf(other, votes, keys), 'a quorum'))).toEqual(no())
  expect(judged({ ...good, signatures: signatures.toReversed() })).toEqual(no())
  expect(judged({ ...good, signatures: signatures.slice(1) })).toEqual(no())
  expect(judged({ ...good, voters: Uint8Array.of(3), signatures: signatures.slice(0, 2) })).toEqual(no())
  expect(judged({ ...good, voters: Uint8Array.from([...voters, 0]) })).toEqual(no())
  const ahead = { ...good, target: { height: 6, hash: branch.parent().hash } }
  expect(judged(ahead)).toEqual(no())
  expect(() => certificate(0, 2, branch.members.slice(0, 2))).toThrow('a quorum')
})

test('what pays out more than was kept is refused with conservation, whatever its state says of fees', () => {
  const { branch, maker } = opened()
  branch.add(branch.built(maker, { candidates: [branch.payment(0, 1_000n)] }))
  const { block } = branch.built(maker)
  const torn = new Overlay(branch.state)
  torn.put(CHAIN_KEY, encodeChain({ ...branch.chain(), carry: 499n }))
  expect(judgeBlock(block, branch.state, branch.parent(), branch.context).ok).toBe(true)
  expect(judgeBlock(block, torn, branch.parent(), branch.context)).toMatchObject({
    refusal: { code: 'conservation' },
  })
})
