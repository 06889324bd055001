import { expect, test } from 'vitest'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import { GROUP_ADD, GROUP_REMOVE, GROUP_REPLACE, type GroupChange } from '../kinds/group-change.ts'
import type { OutputAt } from '../state-effects.ts'
import { type TestLedger, testLedger } from '../testing.ts'
import { CIRCULATION, CREDIT, GROUP, MANAGEMENT, TRANSFER, type Transaction } from '../transaction.ts'
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

type Member = ReturnType<typeof person>
type Step = Pick<GroupChange, 'operation' | 'key'> & {
  readonly newKey?: Uint8Array
  /** Who signs, of the members at the time. */
  readonly by: readonly Member[]
}

/** Takes one step of a group without a credit source; Ada pays with her coin. Gives the answer and the roster after it. */
function step(
  ledger: TestLedger,
  of: { readonly group: string; readonly roster: Transaction; readonly coin: OutputAt },
  { by, ...change }: Step,
) {
  const { group } = of
  const roster = ledger.output(of.roster, 0)
  const keys = ledger.view().findRoster(group)?.keys ?? []
  const { configuration } = ledger
  const terms = { group, roster, keys, source: [], feeValues: [of.coin], configuration }
  const tx = groupChange({ ...change, ...terms })
  const signed = signAll(ledger, tx, [roster, of.coin], [by.map(({ secret }) => secret), [ada.secret]])
  return { signed, answer: ledger.submit(signed) }
}

const unsigned = (key: number) => ({ refusal: { code: 'group-signature', facts: { key } } })

test('a key is replaced with the signature of the old one, or not at all, though all the others have signed', () => {
  const { ledger, council, coin } = founded()
  const of = { group: COUNCIL, roster: council, coin: coin(0) }
  const [first, ...others] = members
  const change = { operation: GROUP_REPLACE, key: first?.key ?? eve.key, newKey: eve.key } as const
  expect(step(ledger, of, { ...change, by: others }).answer).toMatchObject(unsigned(0))
  expect(step(ledger, of, { ...change, by: members.slice(0, 2) }).answer).toMatchObject(unsigned(2))
  expect(step(ledger, of, { ...change, by: members }).answer).toMatchObject({ ok: true })
  expect(ledger.view().findRoster(COUNCIL)?.keys).toEqual([eve.key, ...memberKeys.slice(1)])
})

test('a group of another name is founded by a line of genesis alone, and governs itself by the same rules', () => {
  const { ledger, roster, council, coin } = founded()
  const group = 'certification-centre'
  const people = ['c1', 'c2', 'c3', 'c4', 'c5'].map(person)
  const [c1 = eve, c2 = eve, c3 = eve, c4 = eve, c5 = eve] = people
  let own = genesisRoster(group, [c1.key], ledger.configuration)
  ledger.found(own)
  expect(own.outputs.some(({ element }) => element === CREDIT)).toBe(false)
  let coins = 0
  const taken = (change: Step) => {
    const { signed, answer } = step(ledger, { group, roster: own, coin: coin(coins++) }, change)
    expect(answer).toMatchObject({ ok: true })
    own = signed
  }
  const refused = (change: Step) => step(ledger, { group, roster: own, coin: coin(coins) }, change).answer
  const add = (one: Member, by: readonly Member[]): Step => ({ operation: GROUP_ADD, key: one.key, by })
  const remove = (one: Member, by: readonly Member[]): Step => ({ operation: GROUP_REMOVE, key: one.key, by })
  taken(add(c2, [c1]))
  expect(refused(add(c3, [c1]))).toMatchObject(unsigned(1))
  taken(add(c3, [c1, c2]))
  expect(refused(remove(c3, [c1, c2]))).toMatchObject({ refusal: { code: 'group-size', facts: { keys: 2 } } })
  expect(refused(add(c4, [c2, c3]))).toMatchObject(unsigned(0))
  taken(add(c4, [c1, c2, c3]))
  expect(refused(remove(c1, [c2, c3]))).toMatchObject(unsigned(3))
  taken(remove(c1, [c2, c3, c4]))
  const replace = (by: readonly Member[]): Step => ({
    ...{ operation: GROUP_REPLACE, key: c2.key, newKey: c5.key, by },
  })
  expect(refused(replace([c3, c4]))).toMatchObject(unsigned(0))
  taken(replace([c2, c3, c4]))
  expect(ledger.view().findRoster(group)?.keys).toEqual([c5, c3, c4].map(({ key }) => key))
  for (const [other, its] of [
    [ADMISSION, roster],
    [COUNCIL, council],
  ] as const) {
    expect(ledger.view().findRoster(other)?.keys).toEqual(memberKeys)
    expect(ledger.output(its, 0).output.layer).toBe(MANAGEMENT)
  }
})

/** Takes the last key away: no builder writes a roster without keys. */
function emptied(council: Transaction, inputs: readonly OutputAt[], key: Uint8Array): Transaction {
  const none = new Uint8Array(0)
  const tx = makeTransaction({ layer: MANAGEMENT, kind: GROUP, inputs, outputs: council.outputs })
  return { ...tx, witnesses: [[Uint8Array.of(GROUP_REMOVE), key, none, none], []] }
}
