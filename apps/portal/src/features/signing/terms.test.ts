import { type GrantTerms, grantMark, NO_INTEREST } from '@vc/admission'
import { toHex } from '@vc/crypto'
import {
  CREDIT,
  DEBT_LAYER,
  encodeTransaction,
  giveCredit,
  keyHashScript,
  MANAGEMENT,
  type PlacedOutput,
  renewDebts,
  TRANSFER,
  type Transaction,
  writtenOutput,
} from '@vc/ledger'
import { expect, test } from 'vitest'
import { markKey, termsBehind } from './terms.ts'

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
  ...{ paysOthers: false, heights: [], grant: null },
}

/** A grant whose mark is over some terms, and whose lots are these. */
const grant = (marked: GrantTerms, lots = terms.schedule): Transaction =>
  giveCredit({
    managementCredit: { outpoint: { txid: fill(2, 32), index: 0 }, output },
    ...{ amount: 5_000n, fee: 100n, debtorKeyHash, lots },
    mark: { amount: 1n, payTo: grantMark(markKey(applicationId), marked, debtorKeyHash) },
  })

test('the terms behind a mark are opened with the contract’s own hash among them', () => {
  expect(termsBehind(grant(terms), told)).toEqual(terms)
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
  expect(termsBehind(grant(terms), { ...told, ...lie })).toBeUndefined()
})

test('lots and interest are the transaction’s own: a mark over others is not theirs', () => {
  expect(termsBehind(grant(terms, [{ amount: 5_000n, expiryHeight: 901 }]), told)).toBeUndefined()
  const dear = { ...terms, interest: { amount: 10n, premium: 0n } }
  expect(termsBehind(grant(dear), told)).toBeUndefined()
})

/** A grant whose debt lies under the debtor's key alone, and the restructuring that is kept of it. */
function keptOf(marked: GrantTerms) {
  const managementCredit = { outpoint: { txid: fill(2, 32), index: 0 }, output }
  const given = giveCredit({
    ...{ managementCredit, amount: 5_000n, fee: 100n, debtorKeyHash, lots: terms.schedule, isKept: true },
    mark: { amount: 1n, payTo: grantMark(markKey(applicationId), marked, debtorKeyHash) },
  })
  const kept = renewDebts({
    ...{ managementCredit, debts: [writtenOutput(given, 1)], debtorKeyHash, lots: terms.schedule },
    ...{ fee: 0n, layer: DEBT_LAYER },
  })
  return { kept, told: { ...told, heights: [900], grant: toHex(encodeTransaction(given)) } }
}

test('who signs the kept restructuring reads the terms of the grant whose debts it spends, and of no other', () => {
  const { kept, told: of } = keptOf(terms)
  expect(termsBehind(kept, of)).toEqual(terms)
  expect(termsBehind(kept, { ...of, purpose: 'Weed' })).toBeUndefined()
  expect(termsBehind(kept, { ...of, heights: [901] })).toBeUndefined()
  expect(termsBehind(kept, { ...of, grant: '00' })).toBeUndefined()
  const other = keptOf({ ...terms, purpose: 'Weed' })
  expect(termsBehind(kept, { ...other.told, purpose: 'Weed' })).toBeUndefined()
})
