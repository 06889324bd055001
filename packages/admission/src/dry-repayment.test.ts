import { nobleChecks } from '@vc/crypto'
import {
  CREDIT,
  DEBT,
  DEBT_LAYER,
  defaultConfiguration,
  giveCredit,
  keyHashScript,
  MANAGEMENT,
  TRANSFER,
} from '@vc/ledger'
import { expect, test } from 'vitest'
import { dryRepayment } from './dry-repayment.ts'

const rules = { network: new Uint8Array(32), configuration: defaultConfiguration, checks: nobleChecks }
const debtor = new Uint8Array(20).fill(3)
const source = {
  element: CREDIT,
  amount: 10n ** 9n,
  script: keyHashScript(debtor),
  layer: MANAGEMENT,
} as const
const loan = giveCredit({
  managementCredit: {
    outpoint: { txid: new Uint8Array(32).fill(1), index: 0 },
    output: { ...source, kind: TRANSFER, height: 0 },
  },
  ...{ amount: 30_000n, fee: 100n, debtorKeyHash: debtor },
  lots: [
    { amount: 10_000n, expiryHeight: 110 },
    { amount: 20_000n, expiryHeight: 210 },
  ],
})

test('what a loan writes can be paid back by anybody once it is due', () => {
  expect(dryRepayment(loan, rules)).toBeUndefined()
})

test('a debt that nobody but its debtor could ever clear does not pass', () => {
  const outputs = [...loan.outputs, { element: DEBT, amount: 5n, script: keyHashScript(debtor) } as const]
  expect(dryRepayment({ ...loan, outputs }, rules)).toMatchObject({ code: 'script' })
})

test('a debt of the debt layer is cleared there', () => {
  const { outputs } = loan
  const renewed = { ...loan, layer: DEBT_LAYER, outputs: outputs.slice(1) } as const
  expect(dryRepayment(renewed, rules)).toBeUndefined()
})
