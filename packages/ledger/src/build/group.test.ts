import { expect, test } from 'vitest'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import { GROUP_ADD, GROUP_REMOVE } from '../kinds/group-change.ts'
import { groupChange } from './record.ts'
import { ada, eve, founded, memberKeys, members, signAll } from './test-kit.ts'

test('every member admits a fourth; the credit source is written anew', () => {
  const { ledger, roster, coin } = founded()
  const inputs = [roster, ...Array(16).keys()].map((_, i) => ledger.output(roster, i))
  const change = groupChange({
    group: ADMISSION,
    operation: GROUP_ADD,
    key: eve.key,
    roster: inputs[0] ?? coin(0),
    keys: memberKeys,
    source: inputs.slice(1),
    feeValues: [coin(0)],
    configuration: ledger.configuration,
  })
  const all = [...inputs, coin(0)]
  const secrets = all.map((_, i) =>
    i === 0 ? members.map(({ secret }) => secret) : i === 17 ? [ada.secret] : [],
  )
  const signed = signAll(ledger, change, all, secrets)
  const missing = signAll(ledger, change, all, [
    members.slice(1).map(({ secret }) => secret),
    ...secrets.slice(1),
  ])
  expect(ledger.submit(missing)).toMatchObject({ refusal: { code: 'group-signature', facts: { key: 0 } } })
  expect(ledger.submit(signed)).toMatchObject({ ok: true, value: { fee: 1_000n, released: 0n } })
  expect(ledger.view().findRoster(ADMISSION)?.keys).toHaveLength(4)
  expect(ledger.output(signed, 16).output.amount).toBe(1_000_000n << 15n)
})

test('a council of three can not shrink', () => {
  const { ledger, council, coin } = founded()
  const [key = eve.key] = memberKeys
  const inputs = [ledger.output(council, 0), coin(0)]
  const change = groupChange({
    group: COUNCIL,
    operation: GROUP_REMOVE,
    key,
    roster: inputs[0] ?? coin(0),
    keys: memberKeys,
    source: [],
    feeValues: [coin(0)],
    configuration: ledger.configuration,
  })
  const signed = signAll(ledger, change, inputs, [members.slice(1).map(({ secret }) => secret), [ada.secret]])
  expect(ledger.submit(signed)).toEqual({ ok: false, refusal: { code: 'group-size', facts: { keys: 2 } } })
})
