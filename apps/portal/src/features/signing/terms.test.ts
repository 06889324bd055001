import { type GrantTerms, grantMark, NO_INTEREST } from '@vc/admission'
import {
  CREDIT,
  giveCredit,
  keyHashScript,
  MANAGEMENT,
  type PlacedOutput,
  TRANSFER,
  type Transaction,
} from '@vc/ledger'
import { expect, test } from 'vitest'
import { markKey, openTerms } from './terms.ts'

const fill = (byte: number, length: number) => new Uint8Array(length).fill(byte)
const debtorKeyHash = fill(7, 20)
const applicationId = '0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a'
const output: PlacedOutput = {
  ...{ element: CREDIT, amount: 9_000n, script: keyHashScript(fill(1, 20)) },
  ...{ layer: MANAGEMENT, kind: TRANSFER, height: 0 },
}
const contract = { kind: 'contract', reference: 'c0'.repeat(32), description: 'Loan 7', cover: 0n } as const
const terms: GrantTerms = {
  ...{ purpose: 'Seed', guarantee: 'A barn', guarantees: [contract], interest: NO_INTEREST },
  schedule: [{ amount: 5_000n, expiryHeight: 900 }],
}
const told = {
  ...{ applicationId, purpose: 'Seed', guarantee: 'A barn', guarantees: [contract] },
  ...{ paysOthers: false, heights: [] },
}

/** A grant whose mark is over some terms, and whose lots are these. */
const grant = (marked: GrantTerms, lots = terms.schedule): Transaction =>
  giveCredit({
    managementCredit: { outpoint: { txid: fill(2, 32), index: 0 }, output },
    ...{ amount: 5_000n, fee: 100n, debtorKeyHash, lots },
    mark: { amount: 1n, payTo: grantMark(markKey(applicationId), marked, debtorKeyHash) },
  })

test('the terms behind a mark are opened with the contract’s own hash among them', () => {
  expect(openTerms(grant(terms), told)).toEqual(terms)
})

const lies: readonly [string, object][] = [
  ['another contract', { guarantees: [{ ...contract, reference: 'c1'.repeat(32) }] }],
  ['no contract', { guarantees: [] }],
  ['a higher cover', { guarantees: [{ ...contract, cover: 1n }] }],
  ['another purpose', { purpose: 'Weed' }],
  ['other words', { guarantee: 'Two barns' }],
  ['another application', { applicationId: applicationId.replace('0', '1') }],
]
test.each(lies)('a server that tells of %s opens nothing', (_, lie) => {
  expect(openTerms(grant(terms), { ...told, ...lie })).toBeUndefined()
})

test('lots and interest are the transaction’s own: a mark over others is not theirs', () => {
  expect(openTerms(grant(terms, [{ amount: 5_000n, expiryHeight: 901 }]), told)).toBeUndefined()
  const dear = { ...terms, interest: { amount: 10n, premium: 0n } }
  expect(openTerms(grant(dear), told)).toBeUndefined()
})
