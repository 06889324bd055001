import { nobleChecks } from '@vc/crypto'
import { expect, test } from 'vitest'
import { makeTransaction } from '../build/make-transaction.ts'
import { founded } from '../build/test-kit.ts'
import { CIRCULATION, TRANSFER } from '../transaction.ts'
import { runScript } from './run-script.ts'

const [ONE, ELSE, ENDIF] = [0x51, 0x67, 0x68]

/** The word of what goes wrong when a script of these bytes runs on an empty witness. */
function errorOf(...bytes: readonly number[]): string | undefined {
  const { ledger, coin } = founded()
  const named = [{ ...coin(0).output, script: Uint8Array.from(bytes) }]
  const tx = makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs: [coin(0)], outputs: [] })
  const { network, configuration } = ledger
  const result = runScript({ tx, index: 0, named, network, configuration, checks: nobleChecks })
  return result.ok ? undefined : result.error
}

/** How many items each opcode takes or looks at, where all of them are 1. */
const needs: readonly (readonly [least: number, opcodes: readonly number[]])[] = [
  [1, [0x63, 0x64, 0x69, 0x6b, 0x73, 0x75, 0x76, 0x82, 0x8b, 0x8c, 0x8f, 0x90, 0x91, 0x92]],
  [1, [0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb1, 0xb2]],
  [2, [0x6d, 0x6e, 0x77, 0x78, 0x7c, 0x7d, 0x87, 0x88, 0x89, 0x93, 0x94, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e]],
  [2, [0x9f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xac, 0xad, 0xbb]],
  [3, [0x6f, 0x79, 0x7a, 0x7b, 0xa5, 0xba]],
  [4, [0x70, 0x72]],
  [6, [0x71]],
]

test('no opcode takes what is not there', () => {
  for (const [least, opcodes] of needs)
    for (const opcode of opcodes) {
      const ones = (count: number) => Array<number>(count).fill(ONE)
      const answers = [...ones(least).keys()].map((count) => errorOf(...ones(count), opcode))
      expect([opcode, answers]).toEqual([opcode, ones(least).map(() => 'stack')])
      expect([opcode, errorOf(...ones(least), opcode)]).not.toEqual([opcode, 'stack'])
    }
  expect(errorOf(0x6c)).toBe('stack')
})

test('ELSE and ENDIF belong to an IF', () => {
  for (const alone of [[ELSE], [ENDIF], [ELSE, ENDIF]]) expect(errorOf(ONE, ...alone)).toBe('conditional')
  expect(errorOf(ONE, 0x63, ONE, ELSE, ENDIF)).toBeUndefined()
})

const long = [5, 1, 1, 1, 1, 1]

/** Opcodes whose items are all numbers, by how many. */
const numeric: readonly (readonly [count: number, opcodes: readonly number[]])[] = [
  [1, [0x8b, 0x8c, 0x8f, 0x90, 0x91, 0x92]],
  [2, [0x93, 0x94, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4]],
  [3, [0xa5]],
]

test('every number of a sum or a comparison has four bytes at most, wherever it stands', () => {
  for (const [count, opcodes] of numeric)
    for (const opcode of opcodes) {
      const places = [...Array(count).keys()]
      const answers = places.map((place) =>
        errorOf(...places.flatMap((at) => (at === place ? long : [ONE])), opcode),
      )
      expect([opcode, answers]).toEqual([opcode, places.map(() => 'number')])
    }
})

test('so has a number that says how many or how deep', () => {
  const [PICK, ROLL, NHASH256, CHECKSIGADD] = [0x79, 0x7a, 0x89, 0xba]
  for (const opcode of [PICK, ROLL, NHASH256]) expect(errorOf(ONE, ONE, ...long, opcode)).toBe('number')
  expect(errorOf(ONE, ...long, ONE, CHECKSIGADD)).toBe('number')
})
