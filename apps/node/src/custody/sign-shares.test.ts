import { hash160, schnorrPublicKey, sha256, utf8 } from '@vc/crypto'
import {
  DEBT_LAYER,
  genesisAllotment,
  keyHashScript,
  lockValue,
  payShares,
  STAKE,
  stakeScript,
  TRANSFER,
  VALUE,
} from '@vc/ledger'
import { testLedger } from '@vc/ledger/testing'
import { expect, test } from 'vitest'
import { signShares } from './sign-shares.ts'

const person = (name: string) => {
  const stakeSecret = sha256(utf8(name))
  const producerKey = schnorrPublicKey(stakeSecret)
  return { stakeSecret, producerKey, script: keyHashScript(hash160(producerKey)) }
}
const [producer, other, owner] = [person('producer'), person('other'), person('owner')]

/** A producer with rewards of 600 and 400 and a stake of its own, and locked value of somebody else. */
function ledgerOf() {
  const ledger = testLedger()
  const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
  const rewards = genesisAllotment(DEBT_LAYER, TRANSFER, [
    value(producer.script, 600n),
    value(producer.script, 400n),
    value(other.script, 500n),
  ])
  const stakes = genesisAllotment(DEBT_LAYER, STAKE, [
    value(stakeScript(producer.producerKey, new Uint8Array(32), producer.script), 9_000n),
  ])
  for (const tx of [rewards, stakes]) ledger.found(tx)
  const ground = { view: ledger.view(), network: ledger.network }
  return { ledger, ground, reward: (i: number) => ledger.output(rewards, i), stake: ledger.output(stakes, 0) }
}

test('the producer’s key signs a payment of shares that the ledger takes, to the unit', () => {
  const { ledger, ground, reward } = ledgerOf()
  const shares = [{ to: owner.script, amount: 700n }]
  const tx = payShares({ rewards: [reward(0), reward(1)], shares, producer: producer.script, fee: 100n })
  const signed = signShares(tx, producer, ground)
  expect(signed.ok && ledger.submit(signed.value)).toMatchObject({ ok: true, value: { fee: 100n } })
  expect(tx.outputs.map(({ amount }) => amount)).toEqual([700n, 200n])
})

test('neither a stake nor another’s value is spent by the producer’s key', () => {
  const { ground, reward, stake } = ledgerOf()
  const fee = 100n
  const away = lockValue({ values: [stake], amount: 8_900n, fee, owner: owner.script })
  expect(signShares(away, producer, ground)).toMatchObject({
    refusal: { code: 'shares-input', facts: { input: 0 } },
  })
  const foreign = payShares({ rewards: [reward(0), reward(2)], shares: [], producer: owner.script, fee })
  expect(signShares(foreign, producer, ground)).toMatchObject({ refusal: { facts: { input: 1 } } })
})

test('a transaction of another form, and a fee that gives the shares away, are not signed', () => {
  const { ground, reward } = ledgerOf()
  const form = payShares({ rewards: [reward(0)], shares: [], producer: producer.script, fee: 100n })
  expect(signShares({ ...form, kind: STAKE }, producer, ground)).toMatchObject({
    refusal: { code: 'shares-form' },
  })
  const debt = { ...form, outputs: form.outputs.map((output) => ({ ...output, element: 2 as const })) }
  expect(signShares(debt, producer, ground)).toMatchObject({ refusal: { code: 'shares-form' } })
  const more = { ...form, outputs: [{ element: 0 as const, amount: 601n, script: owner.script }] }
  expect(signShares(more, producer, ground)).toMatchObject({ refusal: { code: 'shares-fee' } })
})
