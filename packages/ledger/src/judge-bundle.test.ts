import { expect, test } from 'vitest'
import { giveCredit } from './build/credit.ts'
import { outputsOf } from './build/make-transaction.ts'
import { acceptDebt, bindBundle } from './build/sign.ts'
import { ben, founded, members, signAll } from './build/test-kit.ts'
import { judgeBundle } from './judge-bundle.ts'

/** Two loans of a million each to Ben, of one bundle. */
function twoLoans() {
  const { ledger, roster } = founded()
  const source = ledger.output(roster, 1)
  const loan = (expiryHeight: number) =>
    giveCredit({
      managementCredit: source,
      amount: 1_000_000n,
      fee: 100n,
      debtorKeyHash: ben.hash,
      lots: [{ amount: 1_000_000n, expiryHeight }],
    })
  const { network } = ledger
  const named = outputsOf([source])
  const legs = bindBundle([loan(50), loan(60)]).map((tx) =>
    signAll(
      ledger,
      acceptDebt({ tx, named, network, output: 1, secret: ben.secret }),
      [source],
      [[members[0]?.secret ?? ben.secret]],
    ),
  )
  return { ledger, legs }
}

test('the legs of a bundle share the room of the block', () => {
  const { ledger, legs } = twoLoans()
  const answer = (room: bigint) => judgeBundle(legs, ledger.view(), ledger.place({ room }))
  expect(answer(2_000_000n)).toMatchObject({ ok: true, value: { released: 2_000_000n, fee: 200n } })
  expect(answer(1_999_999n)).toMatchObject({
    refusal: { code: 'credit-over-room', facts: { released: '1000000', room: '999999', transaction: 1 } },
  })
})
