import { expect, test } from 'vitest'
import { edgesOf, placeNodes, type TraceNode, waysFrom } from './trace-layout.ts'

type Named = TraceNode['named'][number]
const output = (txid: string, element: number, amount: bigint, spentBy: string | null = null) => ({
  ...{ txid, index: 0, layer: 1, kind: 0, element, amount, script: '', standard: null, keyHash: null },
  ...{ expiryHeight: null, createdHeight: 1, spentBy, spentHeight: null },
})
const named = (txid: string, amount: bigint, reads = false): Named => ({
  ...output(txid, 2, amount),
  ...{ inputIndex: 0, reads },
})
const node = (txid: string, height: number, names: Named[], written: TraceNode['written'] = []) => ({
  ...{ txid, height, index: 0, kind: 0, layer: 1, fee: 0n, record: null },
  ...{ named: names, written },
})
const grant = node('grant', 1, [])
const loan = node('loan', 2, [named('grant', 50n, true)], [output('loan', 2, 30n, 'repayment')])
const split = node('split', 3, [named('loan', 10n), named('loan', 20n), named('grant', 5n, true)])

test('what several outputs hand on is one band for each element and way of naming', () => {
  expect(edgesOf([split, loan, grant])).toEqual([
    { from: 'grant', to: 'loan', element: 2, reads: true, amount: 50n },
    { from: 'loan', to: 'split', element: 2, reads: false, amount: 30n },
    { from: 'grant', to: 'split', element: 2, reads: true, amount: 5n },
  ])
})

test('a transaction stands after everything that it builds on', () => {
  const placed = placeNodes([split, loan, grant]).map(({ txid, column, row }) => [txid, column, row])
  expect(placed).toEqual([
    ['grant', 0, 0],
    ['loan', 1, 0],
    ['split', 2, 0],
  ])
})

test('a node says where one can walk from it: only to what is not in the graph yet', () => {
  expect(waysFrom(loan, [loan])).toEqual({ back: ['grant'], on: ['repayment'] })
  expect(waysFrom(loan, [grant, loan])).toEqual({ back: [], on: ['repayment'] })
})
