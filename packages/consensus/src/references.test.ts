import { hash160, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { keyHashScript, type Transaction, txidOf, viewOf } from '@vc/ledger'
import { describe, expect, it } from 'vitest'
import { decodeBlock, encodeBlock } from './codec/block.ts'
import { blockHash, type Header } from './codec/header.ts'
import { evidenceOf } from './evidence.ts'
import { numberOf } from './number-of.ts'
import { rewardTransactions } from './rewards.ts'
import { rewritten, type TestMember, testBranch, testMember } from './testing.ts'

const byHash = (headers: readonly Header[]) =>
  [...headers].sort((a, b) => (numberOf(blockHash(a)) < numberOf(blockHash(b)) ? -1 : 1))
const at = <T>(list: readonly T[], index: number): T => must(list[index], 'an item')

/** A first block of member 0 and other versions of it, one by each of the others; the next is member 1's. */
function versions(others: number, fees: { readonly first: bigint; readonly second: bigint }) {
  const it = testBranch({ members: others + 2, coins: 3 })
  const candidates = fees.first > 0n ? [it.payment(0, fees.first)] : []
  const accepted = it.built(at(it.members, 0), { candidates })
  const named = it.members.slice(2).map((member) => it.built(member).block.header)
  it.add(accepted)
  const next = (references: readonly Header[]) => {
    const paid = fees.second > 0n ? [it.payment(1, fees.second)] : []
    return it.built(at(it.members, 1), { candidates: paid, references })
  }
  return { it, accepted, named: byHash(named), next }
}

/** To whom, by the number of the member, and how much; in order. */
function paidBy(tx: Transaction, members: readonly TestMember[]) {
  return tx.outputs.map(({ script, amount }) => {
    const to = members.findIndex(({ key }) => toHex(keyHashScript(hash160(key))) === toHex(script))
    return [to, amount] as const
  })
}
const numberOfKey = (members: readonly TestMember[], { producerKey }: Header) =>
  members.findIndex(({ key }) => toHex(key) === toHex(producerKey))

describe('a block that names other versions', () => {
  it('pays by the worked example: fees of 1000 and 500, three other versions', () => {
    const { it: branch, accepted, named, next } = versions(3, { first: 1_000n, second: 500n })
    const { members, state } = branch
    expect(paidBy(at(accepted.block.transactions, 0), members)).toEqual([[0, 500n]])
    expect(branch.chain().carry).toBe(500n)
    const second = next(named.toReversed())
    expect(second.block.extension.references).toEqual(named)
    branch.add(second)
    const [reward, payment] = second.block.transactions
    expect(paidBy(must(reward, 'the fee reward'), members)).toEqual([
      [1, 330n],
      [0, 105n],
      ...named.map((header) => [numberOfKey(members, header), 105n]),
    ])
    expect(reward).toMatchObject({ kind: 6, layer: 1, version: 1, inputs: [], premium: 0n, lockTime: 2 })
    expect(must(payment, 'the payment').kind).toBe(0)
    expect(second.block.transactions).toHaveLength(2)
    expect(branch.chain().carry).toBe(250n)
    const txid = txidOf(must(reward, 'the fee reward'))
    const last = viewOf(state, { height: 3 }).findOutput({ txid, index: 4 })
    expect(last).toMatchObject({ amount: 105n, layer: 1, kind: 6 })
  })

  it('pays 480 and 20 when nobody else is named, and nobody a second time', () => {
    const { it: branch, next } = versions(3, { first: 1_000n, second: 500n })
    const second = next([])
    branch.add(second)
    expect(paidBy(at(second.block.transactions, 0), branch.members)).toEqual([
      [1, 270n],
      [0, 480n],
    ])
    const third = branch.built(at(branch.members, 2))
    branch.add(third)
    expect(paidBy(at(third.block.transactions, 0), branch.members)).toEqual([
      [2, 10n],
      [1, 240n],
    ])
    const fourth = branch.built(at(branch.members, 3))
    branch.add(fourth)
    expect(fourth.block.transactions).toEqual([])
  })

  it('leaves zero amounts out: a fee of 7 shared with nine others', () => {
    const { it: branch, accepted, named, next } = versions(9, { first: 7n, second: 0n })
    expect(paidBy(at(accepted.block.transactions, 0), branch.members)).toEqual([[0, 3n]])
    const second = next(named)
    branch.add(second)
    expect(second.block.transactions.map((tx) => paidBy(tx, branch.members))).toEqual([
      [
        [1, 1n],
        [0, 3n],
      ],
    ])
  })

  it('pays premiums whole to its own producer, in a transaction of their own in circulation', () => {
    const [maker, before] = [testMember('maker'), testMember('before')]
    const of = { height: 9, producerKey: maker.key, fees: 0n, parentKey: before.key, parentFees: 0n }
    const parameters = { ownShare: 5_000, referenceShare: 200 }
    const paid = rewardTransactions({ ...of, premiums: 41n, referenceKeys: [], parameters })
    expect(paid).toMatchObject([{ kind: 6, layer: 2, version: 1, inputs: [], premium: 0n, lockTime: 9 }])
    expect(paidBy(at(paid, 0), [maker])).toEqual([[0, 41n]])
    const both = rewardTransactions({ ...of, fees: 100n, premiums: 41n, referenceKeys: [], parameters })
    expect(both.map(({ layer }) => layer)).toEqual([1, 2])
    expect(paidBy(at(both, 0), [maker])).toEqual([[0, 50n]])
  })

  it('is refused when it pays the same in another order', () => {
    const { it: branch, named, next } = versions(3, { first: 1_000n, second: 500n })
    const { block } = next(named)
    const [reward, ...others] = block.transactions
    const { outputs } = must(reward, 'the fee reward')
    const turned = {
      ...must(reward, 'the fee reward'),
      outputs: [...outputs.slice(0, 2), ...outputs.slice(2).toReversed()],
    }
    const wrong = rewritten(block, at(branch.members, 1), { transactions: [turned, ...others] })
    expect(branch.refusalOf(wrong)).toMatchObject({ code: 'reward-wrong', facts: { out: '750', due: '750' } })
    expect(branch.refusalOf(block)).toBeUndefined()
  })
})

describe('a reference is refused', () => {
  const opened = () => {
    const made = versions(3, { first: 0n, second: 0n })
    const by = at(made.it.members, 1)
    const { block } = made.next(made.named)
    const judged = (references: readonly Header[]) =>
      made.it.refusalOf(rewritten(block, by, { extension: { references } }))
    return { ...made, block, judged }
  }

  it('in another order than that of their hashes, and twice', () => {
    const { named, judged } = opened()
    const [a, b, c] = [at(named, 0), at(named, 1), at(named, 2)]
    expect(judged([a, c, b])).toEqual({ code: 'reference-invalid', facts: { reference: 2 } })
    expect(judged([a, a])).toEqual({ code: 'reference-invalid', facts: { reference: 1 } })
    expect(judged([a, c])).not.toMatchObject({ code: 'reference-invalid' })
  })

  it('when its key is the parent’s or that of one named before', () => {
    const branch = testBranch({ members: 4, twice: [0, 2] })
    const [first, second, ...rest] = branch.members
    const maker = must(first, 'a member')
    const other = at(rest, 0)
    const accepted = branch.built(maker)
    const own = branch.built(maker, { stake: 1 }).block.header
    const one = branch.built(other).block.header
    const again = branch.built(other, { stake: 1 }).block.header
    branch.add(accepted)
    const by = must(second, 'a member')
    const { block } = branch.built(by, { references: [one] })
    const judged = (references: readonly Header[]) =>
      branch.refusalOf(rewritten(block, by, { extension: { references } }))
    expect(judged([one])).toBeUndefined()
    expect(judged([again])).toBeUndefined()
    expect(judged([own])).toEqual({ code: 'reference-invalid', facts: { reference: 0 } })
    expect(judged(byHash([one, again]))).toEqual({ code: 'reference-invalid', facts: { reference: 1 } })
    expect(branch.refusalOf(block)).toBeUndefined()
  })

  it('when it shows the parent’s outpoint under another key', () => {
    const { it: branch, named, accepted, judged } = opened()
    const { stakeTxid, stakeIndex } = accepted.block.header
    const forged = { ...at(named, 0), stakeTxid, stakeIndex }
    expect(judged([forged])).toEqual({ code: 'reference-invalid', facts: { reference: 0 } })
    expect(branch.parent().header.stakeIndex).toBe(stakeIndex)
  })

  it('when it is no version of the parent, or its header is not valid', () => {
    const { it: branch, named, judged, block } = opened()
    const one = at(named, 0)
    const unsigned = { ...one, signature: new Uint8Array(64) }
    expect(judged([unsigned])).toEqual({
      code: 'reference-invalid',
      facts: { reference: 0, why: 'block-signature' },
    })
    expect(judged([{ ...one, height: 2 }])).toEqual({ code: 'reference-invalid', facts: { reference: 0 } })
    branch.add({ block })
    const by = at(branch.members, 0)
    const third = branch.built(by).block
    expect(branch.refusalOf(rewritten(third, by, { extension: { references: [one] } }))).toEqual({
      code: 'reference-invalid',
      facts: { reference: 0 },
    })
  })

  it('when the parent carries evidence against its key', () => {
    const judged = (isAccused: boolean) => {
      const branch = testBranch({ members: 3 })
      const [maker, next, twice] = [at(branch.members, 0), at(branch.members, 1), at(branch.members, 2)]
      const a = branch.built(twice).block.header
      const b = branch.built(twice, { ballots: [new Uint8Array(32)] }).block.header
      const evidence = isAccused ? [evidenceOf({ kind: 'headers', a, b })] : []
      branch.add(branch.built(maker, { evidence }))
      const { block } = branch.built(next)
      return branch.refusalOf(rewritten(block, next, { extension: { references: [a] } }))
    }
    expect(judged(false)).toBeUndefined()
    expect(judged(true)).toEqual({ code: 'reference-invalid', facts: { reference: 0 } })
  })

  it('when it is the tenth', () => {
    const { it: branch, named, next } = versions(10, { first: 0n, second: 0n })
    const by = at(branch.members, 1)
    const { block } = next(named.slice(0, 9))
    expect(branch.refusalOf(block)).toBeUndefined()
    const ten = rewritten(block, by, { extension: { references: named } })
    expect(branch.refusalOf(ten)).toEqual({ code: 'reference-invalid', facts: { references: 10 } })
    expect(decodeBlock(encodeBlock(ten), 4_000_000).ok).toBe(false)
  })
})
