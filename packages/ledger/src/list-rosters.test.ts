import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { groupChange } from './build/record.ts'
import { ada, eve, founded, memberKeys, members, person, signAll } from './build/test-kit.ts'
import { COUNCIL } from './kinds/group.ts'
import { GROUP_ADD, GROUP_REMOVE, GROUP_REPLACE, type GroupChange } from './kinds/group-change.ts'
import { rostersOf } from './list-rosters.ts'
import type { Transaction } from './transaction.ts'

const zoe = person('zoe')
type Change = Pick<GroupChange, 'operation' | 'key'> & { readonly newKey?: Uint8Array }

/** Three members found a council; a fourth comes, one is replaced, one leaves. */
function lived() {
  const { ledger, roster, council, coin } = founded()
  const steps: { transaction: Transaction; height: number }[] = [roster, council].map((transaction) => ({
    transaction,
    height: 0,
  }))
  let at = council
  let present = [...members]
  const change = (of: Change, next: typeof members) => {
    const inputs = [ledger.output(at, 0), coin(steps.length)]
    const keys = present.map(({ key }) => key)
    const terms = { group: COUNCIL, keys, source: [], configuration: ledger.configuration }
    const rosterAt = must(inputs[0], 'the roster')
    const tx = groupChange({ ...of, ...terms, roster: rosterAt, feeValues: inputs.slice(1) })
    const signers = present.filter(({ key }) => of.operation !== GROUP_REMOVE || key !== of.key)
    const secrets = [signers.map(({ secret }) => secret), [ada.secret]]
    at = signAll(ledger, tx, inputs, secrets)
    steps.push({ transaction: at, height: ledger.height })
    expect(ledger.submit(at)).toMatchObject({ ok: true })
    present = next
  }
  const [first = eve, ...others] = members
  change({ operation: GROUP_ADD, key: eve.key }, [...members, eve])
  change({ operation: GROUP_REPLACE, key: first.key, newKey: zoe.key }, [zoe, ...others, eve])
  change({ operation: GROUP_REMOVE, key: eve.key }, [zoe, ...others])
  return { ledger, steps }
}

test('the groups read out of their transactions alone are those of the state', () => {
  const { ledger, steps } = lived()
  const groups = rostersOf(steps)
  expect(groups.map(({ group }) => group)).toEqual(['admission', 'council'])
  for (const { group, keys, roster } of groups) {
    expect(ledger.view().findRoster(group)).toEqual({ outpoint: roster, keys })
  }
})

test('every step of a group is told with its key and the roster after it', () => {
  const { steps } = lived()
  const council = must(rostersOf(steps)[1], 'the council')
  expect(council.steps.map(({ what, keys }) => [what, keys.length])).toEqual([
    ['found', 3],
    ['add', 4],
    ['replace', 4],
    ['remove', 3],
  ])
  expect(council.steps[2]).toMatchObject({ key: memberKeys[0], newKey: zoe.key })
  expect(council.steps[3]).toMatchObject({ key: eve.key })
})

test('a group transaction that spends no known roster changes nothing', () => {
  const { steps } = lived()
  const strange = steps.slice(3)
  expect(rostersOf([...steps.slice(0, 2), ...strange]).map(({ keys }) => keys.length)).toEqual([3, 3])
})
