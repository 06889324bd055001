import { fromHex, toHex } from '@vc/crypto'
import {
  buildPenalty,
  collectiveDebtScript,
  DEBT,
  DEBT_LAYER,
  defaultConfiguration,
  keyHashScript,
  makeTransaction,
  type OutputAt,
  standardDebtScript,
  TRANSFER,
  txidOf,
  VALUE,
  valueOutput,
} from '@vc/ledger'
import { stateOf } from '@vc/ledger/testing'
import { describe, expect, it } from 'vitest'
import { BlockTree } from './block-tree.ts'
import { canDisown, condemnationsOf, wasOverdue } from './disowned.ts'
import type { TreeBlock } from './tree-block.ts'

const debtor = new Uint8Array(20).fill(7)
const place = (fill: number) => ({ outpoint: { txid: new Uint8Array(32).fill(fill), index: 0 } })
const debt: OutputAt = {
  ...place(1),
  output: {
    element: DEBT,
    amount: 500n,
    script: standardDebtScript(debtor, 40),
    layer: DEBT_LAYER,
    kind: 0,
    height: 2,
  },
}
const value: OutputAt = {
  ...place(2),
  output: {
    element: VALUE,
    amount: 900n,
    script: keyHashScript(debtor),
    layer: 2,
    kind: TRANSFER,
    height: 3,
  },
}
const smuggled = makeTransaction({
  layer: 2,
  kind: TRANSFER,
  inputs: [value],
  outputs: [valueOutput(keyHashScript(new Uint8Array(20)), 890n)],
})
const penalty = buildPenalty({
  debts: [debt],
  frozen: [{ value, evidence: smuggled, index: 0 }],
  reserveScript: keyHashScript(new Uint8Array(20).fill(1)),
  bountyTo: keyHashScript(new Uint8Array(20).fill(2)),
  configuration: defaultConfiguration,
  height: 50,
})

const block = (name: string, parent: string, height: number): TreeBlock => ({
  ...{ name, parent, height, time: height, work: 1n, isBurn: false, stakeAmount: 1n, proof: 0n },
})
/** r – a – b – c and a – q, from the root r. */
function tree(): BlockTree {
  const grown = new BlockTree(block('aa', '', 0))
  for (const one of [
    block('a1', 'aa', 1),
    block('b2', 'a1', 2),
    block('c3', 'b2', 3),
    block('d2', 'a1', 2),
  ]) {
    grown.add(one, { isLate: false })
    grown.judged(one.name, true)
  }
  return grown
}

describe('a block that holds what another branch condemns', () => {
  it('is named by the penalty, with the debts it rests on', () => {
    const [found] = condemnationsOf([smuggled, penalty], defaultConfiguration.maxTransactionBytes)
    expect(found).toMatchObject({ txid: toHex(txidOf(smuggled)) })
    expect(found?.debts.map(({ txid }) => toHex(txid))).toEqual([toHex(fromHex('01'.repeat(32)))])
  })

  it('answers only for debts that were overdue when it was made', () => {
    const state = stateOf({ outputs: [debt] })
    expect([39, 40, 41].map((height) => wasOverdue([debt.outpoint], state, height))).toEqual([
      false,
      true,
      true,
    ])
    const script = collectiveDebtScript(new Uint8Array(32).fill(3), 40)
    const voted = stateOf({ outputs: [{ ...debt, output: { ...debt.output, script } }] })
    expect([39, 40].map((height) => wasOverdue([debt.outpoint], voted, height))).toEqual([false, true])
    expect(wasOverdue([value.outpoint], state, 60)).toBe(false)
    expect(wasOverdue([debt.outpoint], stateOf({}), 60)).toBe(false)
  })

  it('can be left only where the branches part above what is justified, and never on its own branch', () => {
    const may = (of: { block: string; rival: string; justified: string }) => canDisown(tree(), of)
    expect(may({ block: 'b2', rival: 'd2', justified: 'aa' })).toBe(true)
    expect(may({ block: 'b2', rival: 'd2', justified: 'a1' })).toBe(true)
    expect(may({ block: 'b2', rival: 'd2', justified: 'b2' })).toBe(false)
    expect(may({ block: 'b2', rival: 'd2', justified: 'd2' })).toBe(false)
    expect(may({ block: 'b2', rival: 'c3', justified: 'aa' })).toBe(false)
  })
})
