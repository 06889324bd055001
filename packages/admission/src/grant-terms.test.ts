import { utf8Text } from '@vc/kernel'
import { CREDIT, giveCredit, keyHashScript, MANAGEMENT, type OutputAt, parseStandard } from '@vc/ledger'
import { expect, test } from 'vitest'
import {
  type GrantTerms,
  grantMark,
  grantText,
  LEDGER_FEE,
  NO_INTEREST,
  PLEDGE_MARK,
  termsGiven,
} from './index.ts'

const key = new Uint8Array(16).fill(9)
const debtor = new Uint8Array(20).fill(7)
const schedule = [100, 200].map((expiryHeight) => ({ amount: 5_000n, expiryHeight }))
const terms: GrantTerms = {
  ...{ purpose: '种子 "A"', guarantee: 'A neighbour', guarantees: [], schedule },
  interest: { amount: 300n, premium: 100n },
}

test('the terms of a credit have one text, in which every word, amount and height counts', () => {
  expect(utf8Text(grantText(terms))).toBe(
    '{"guarantee":"A neighbour","guarantees":[],"interest":{"amount":"300","premium":"100"},' +
      '"purpose":"种子 \\"A\\"","schedule":[{"amount":"5000","expiryHeight":"100"},{"amount":"5000","expiryHeight":"200"}]}',
  )
  const barn = { kind: 'asset', reference: '0a'.repeat(32), description: 'A barn', cover: 500n } as const
  const changes: Partial<GrantTerms>[] = [
    ...[{ purpose: 'Seed' }, { guarantee: 'Nobody' }, { guarantees: [barn] }, { interest: NO_INTEREST }],
    { schedule: schedule.map((lot) => ({ ...lot, expiryHeight: lot.expiryHeight + 1 })) },
    { schedule: schedule.toReversed() },
  ]
  const mark = grantMark(key, terms, debtor)
  for (const change of changes) expect(grantMark(key, { ...terms, ...change }, debtor)).not.toEqual(mark)
  expect(grantMark(new Uint8Array(16), terms, debtor)).not.toEqual(mark)
  const read = parseStandard(mark)
  expect(read?.name === 'record' && read.guard.name === 'key-hash' && read.guard.hash).toEqual(debtor)
})

const managementCredit: OutputAt = {
  outpoint: { txid: new Uint8Array(32).fill(1), index: 0 },
  output: {
    ...{ element: CREDIT, amount: 10_000n, script: keyHashScript(debtor), layer: MANAGEMENT, kind: 0 },
    height: 1,
  },
}
const loan = {
  ...{ managementCredit, amount: 10_000n, fee: LEDGER_FEE, debtorKeyHash: debtor, lots: schedule },
  mark: { amount: PLEDGE_MARK, payTo: grantMark(key, terms, debtor) },
}
const lender = keyHashScript(new Uint8Array(20).fill(8))

test('lots and interest are found again in the transaction that gives the credit', () => {
  const interest = { amount: 200n, payTo: lender }
  const bearing = giveCredit({ ...loan, premium: 100n, interest })
  expect(termsGiven(bearing, false)).toEqual({ schedule, interest: terms.interest })
  expect(termsGiven(giveCredit(loan), false)).toEqual({ schedule, interest: NO_INTEREST })
  // What others are paid is no interest.
  const others = giveCredit({ ...loan, others: [{ to: lender, amount: 200n }] })
  expect(termsGiven(others, true)).toEqual({ schedule, interest: NO_INTEREST })
})

test('a collective’s lots are read too, and its coin that comes back is no interest; without debt there is no credit', () => {
  const output = { ...managementCredit.output, element: 0, amount: 700n } as const
  const coin = { ...managementCredit, output }
  const voted = giveCredit({ ...loan, voted: { id: new Uint8Array(32).fill(3), coin } })
  expect(termsGiven(voted, false)).toEqual({ schedule, interest: NO_INTEREST })
  expect(termsGiven({ ...voted, outputs: voted.outputs.slice(0, 1) }, false)).toBeUndefined()
})
