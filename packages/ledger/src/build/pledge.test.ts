import { sha256, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { SIGHASH_ALL, SIGHASH_ANYONECANPAY, SIGHASH_SINGLE } from '../sighash.ts'
import type { Transaction } from '../transaction.ts'
import { outputsOf, sumAmounts } from './make-transaction.ts'
import {
  fundingShare,
  fundOrder,
  pledgeScript,
  reclaimPledges,
  refundPledges,
  refundShare,
  type SignedPledge,
} from './pledge.ts'
import { signatureItem } from './sign.ts'
import { ada, ben, eve, founded, signAll } from './test-kit.ts'
import { type Payment, pay } from './value.ts'

const secret = sha256(utf8('the secret of an order'))
const DEADLINE = 4
const terms = { secretHash: sha256(secret), deadline: DEADLINE }
const contracts: readonly Payment[] = [
  { to: ben.script, amount: 1_000n },
  { to: eve.script, amount: 780n },
]

/** Two pledges of Ada, 900 each, on the ledger; contracts of 1,780 leave 20 for the fee. */
function pledged() {
  const world = founded()
  const { ledger, coin } = world
  const pledges = [0, 1].map((i) => {
    const to = pledgeScript(terms, ada.hash)
    const lock = pay({
      values: [coin(i)],
      payments: [{ to, amount: 900n }],
      fee: 10n,
      changeTo: ada.script,
    })
    const signed = signAll(ledger, lock, [coin(i)], [[ada.secret]])
    expect(ledger.submit(signed)).toMatchObject({ ok: true, value: { fee: 10n } })
    return ledger.output(signed, 0)
  })
  const sign = (share: Transaction, pledge: (typeof pledges)[number], type: number): SignedPledge => {
    const named = outputsOf([pledge])
    const item = signatureItem({ tx: share, named, network: ledger.network }, 0, ada.secret, type)
    return { pledge, key: ada.key, item }
  }
  const funding = pledges.map((pledge) =>
    sign(fundingShare(pledge, contracts), pledge, SIGHASH_ALL | SIGHASH_ANYONECANPAY),
  )
  const refunds = pledges.map((pledge) => ({
    ...sign(refundShare(pledge, ada.hash, DEADLINE), pledge, SIGHASH_SINGLE | SIGHASH_ANYONECANPAY),
    owner: ada.hash,
  }))
  return { ...world, pledges, funding, refunds }
}

test('pledges that make up an order pay all its contracts in one transaction, to the unit', () => {
  const { ledger, funding } = pledged()
  const tx = fundOrder(funding, contracts, secret)
  expect(ledger.submit(tx)).toMatchObject({ ok: true, value: { fee: 20n } })
  expect(tx.outputs.map(({ amount }) => amount)).toEqual([1_000n, 780n])
})

test('a pledge alone, another payee, a smaller contract or a wrong secret pay nothing', () => {
  const { ledger, funding } = pledged()
  const [one] = funding
  const [first, second] = contracts
  expect(() => fundOrder([must(one, 'a share')], contracts, secret)).toThrow('pledges pay')
  const changed = [
    fundOrder(funding, [{ to: ada.script, amount: 1_000n }, must(second, 'a contract')], secret),
    fundOrder(funding, [must(first, 'a contract')], secret),
    fundOrder(funding, contracts, sha256(secret)),
  ]
  for (const tx of changed)
    expect(ledger.submit(tx)).toMatchObject({ ok: false, refusal: { code: 'script' } })
  const short = { ...fundOrder(funding, contracts, secret), inputs: [], witnesses: [] }
  const alone = {
    ...short,
    inputs: fundOrder(funding, contracts, secret).inputs.slice(0, 1),
    witnesses: [[must(one, 'a share').item, ada.key, secret, Uint8Array.of(1)]],
  }
  expect(ledger.submit(alone)).toMatchObject({ ok: false, refusal: { code: 'value-principle' } })
})

test('from the deadline on every pledge goes back whole, not a block before, and whoever joins them pays the fee', () => {
  const { ledger, refunds, coin } = pledged()
  const coins = [coin(5)]
  const tx = refundPledges({ shares: refunds, deadline: DEADLINE, coins, fee: 30n, changeTo: ada.script })
  const named = outputsOf([...refunds.map(({ pledge }) => pledge), ...coins])
  const item = signatureItem({ tx, named, network: ledger.network }, 2, ada.secret)
  const whole = {
    ...tx,
    witnesses: tx.witnesses.map((items, i) => (i === 2 ? [item, ada.key] : items)),
  }
  expect(sumAmounts(whole.outputs.slice(0, 2))).toBe(1_800n)
  ledger.height = DEADLINE - 1
  expect(ledger.submit(whole)).toMatchObject({
    ok: false,
    refusal: { code: 'locktime' },
  })
  ledger.height = DEADLINE
  expect(ledger.submit(whole)).toMatchObject({ ok: true, value: { fee: 30n } })
})

test('a refund’s signature moves its pledge nowhere else and not earlier', () => {
  const { ledger, refunds, coin } = pledged()
  const shares = refunds.map((one) => ({ ...one, owner: eve.hash }))
  const stolen = refundPledges({
    ...{ shares, deadline: DEADLINE, coins: [coin(5)], fee: 1_000n, changeTo: ada.script },
  })
  ledger.height = DEADLINE
  expect(ledger.submit(stolen)).toMatchObject({
    ok: false,
    refusal: { code: 'script' },
  })
})

test('an owner takes its own pledges back from the deadline on, and nobody else takes them', () => {
  const { ledger, pledges } = pledged()
  const draft = reclaimPledges({ pledges, owner: ada.hash, deadline: DEADLINE, fee: 30n })
  const signedBy = ({ key, secret: own }: typeof ada) => {
    const item = (index: number) =>
      signatureItem({ tx: draft, named: outputsOf(pledges), network: ledger.network }, index, own)
    return { ...draft, witnesses: draft.witnesses.map((rest, i) => [item(i), key, ...rest]) }
  }
  ledger.height = DEADLINE - 1
  expect(ledger.submit(signedBy(ada))).toMatchObject({ ok: false, refusal: { code: 'locktime' } })
  ledger.height = DEADLINE
  expect(ledger.submit(signedBy(eve))).toMatchObject({ ok: false, refusal: { code: 'script' } })
  expect(ledger.submit(signedBy(ada))).toMatchObject({ ok: true, value: { fee: 30n } })
  expect(sumAmounts(draft.outputs)).toBe(1_770n)
})
