import { expect, test } from 'vitest'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import { GROUP_ADD, GROUP_REMOVE } from '../kinds/group-change.ts'
import type { OutputAt } from '../state-effects.ts'
import { testLedger } from '../testing.ts'
import { CIRCULATION, GROUP, MANAGEMENT, TRANSFER, type Transaction } from '../transaction.ts'
import { makeTransaction, valueOutput } from './make-transaction.ts'
import { genesisAllotment, genesisRoster, groupChange } from './record.ts'
import { ada, eve, founded, memberKeys, members, person, signAll } from './test-kit.ts'

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

test('a council that never had three may shrink to one, never to none', () => {
  const ledger = testLedger()
  const two = members.slice(0, 2)
  let council = genesisRoster(
    COUNCIL,
    two.map(({ key }) => key),
    ledger.configuration,
  )
  const coins = genesisAllotment(
    CIRCULATION,
    TRANSFER,
    [1n, 2n].map((amount) => valueOutput(ada.script, amount)),
  )
  for (const tx of [council, coins]) ledger.found(tx)
  const removal = (left: typeof members, fee: number) => {
    const inputs = [ledger.output(council, 0), ledger.output(coins, fee)]
    const [roster = ledger.output(council, 0)] = inputs
    const keys = left.map(({ key }) => key)
    const [key = eve.key] = keys
    const { configuration } = ledger
    const group = { group: COUNCIL, operation: GROUP_REMOVE, key, roster, keys, source: [] } as const
    const feeValues = inputs.slice(1)
    return keys.length > 1
      ? signAll(ledger, groupChange({ ...group, feeValues, configuration }), inputs, [
          left.slice(1).map(({ secret }) => secret),
          [ada.secret],
        ])
      : emptied(council, inputs, key)
  }
  council = removal(two, 0)
  expect(ledger.submit(council)).toMatchObject({ ok: true })
  expect(ledger.view().findRoster(COUNCIL)?.keys).toEqual([two[1]?.key])
  expect(ledger.submit(removal(two.slice(1), 1))).toEqual({
    ok: false,
    refusal: { code: 'group-size', facts: { keys: 0 } },
  })
})

test('a roster has at most 64 keys', () => {
  const ledger = testLedger()
  const keys = Array.from({ length: 64 }, (_, i) => person(`member ${i}`).key)
  const council = genesisRoster(COUNCIL, keys, ledger.configuration)
  const coins = genesisAllotment(CIRCULATION, TRANSFER, [valueOutput(ada.script, 1n)])
  for (const tx of [council, coins]) ledger.found(tx)
  const { configuration } = ledger
  const roster = ledger.output(council, 0)
  const group = { group: COUNCIL, operation: GROUP_ADD, key: eve.key, roster, keys, source: [] } as const
  const change = groupChange({ ...group, feeValues: [ledger.output(coins, 0)], configuration })
  expect(ledger.submit(change)).toEqual({
    ok: false,
    refusal: { code: 'group-size', facts: { keys: 65 } },
  })
})

/** Takes the last key away: no builder writes a roster without keys. */
function emptied(council: Transaction, inputs: readonly OutputAt[], key: Uint8Array): Transaction {
  const none = new Uint8Array(0)
  const tx = makeTransaction({ layer: MANAGEMENT, kind: GROUP, inputs, outputs: council.outputs })
  return { ...tx, witnesses: [[Uint8Array.of(GROUP_REMOVE), key, none, none], []] }
}
