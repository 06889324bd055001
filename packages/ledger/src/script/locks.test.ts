import { expect, test } from 'vitest'
import { ada, founded } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'
import { isSequenceMet } from './locks.ts'

const [off, time] = [2 ** 31, 2 ** 22]

test('CSV holds for a sequence that asks for as many blocks, and for none that is switched off or a time', () => {
  const { coin } = founded()
  const tx = pay({ values: [coin(0)], payments: [], fee: 1_000n, changeTo: ada.script })
  const met = (n: number, sequence: number) =>
    isSequenceMet({ ...tx, inputs: tx.inputs.map((input) => ({ ...input, sequence })) }, 0, n)
  expect([met(5, 5), met(5, 6), met(5, 4)]).toEqual([true, true, false])
  expect([met(5, off + 5), met(5, time + 5), met(time + 5, 5)]).toEqual([false, false, false])
  expect([met(off, 0), met(-1, 5)]).toEqual([true, false])
})
