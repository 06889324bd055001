import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { digestOf, readLeg } from './read-leg.ts'
import { changesOf, risksOf } from './sheet-facts.ts'
import { sixWords } from './six-words.ts'
import { paymentCase, testNetwork } from './testing.ts'

const context = { network: testNetwork, decimals: 2 }
const legOf = (amount: bigint) => must(paymentCase('payee', amount).legs[0], 'a case has a leg')
const read = (leg = legOf(900n)) => {
  const answer = readLeg(leg, context)
  if (!answer.ok) throw new Error(answer.refusal.code)
  return answer.value
}
const place = { part: 'input', index: 0 } as const

test('the sheet says what the bytes do, and what each account gives and has', () => {
  const { sheet } = read()
  expect(sheet.en.join(' ')).toContain('9.00')
  const sums = changesOf(sheet.lines).map(({ before, after }) => [before, after])
  expect(sums).toEqual([
    [910n, 0n],
    [0n, 900n],
  ])
  expect(risksOf(sheet.lines)).toEqual(['final'])
})

test('one unit more gives another sheet, other words and another digest', () => {
  const [one, other] = [read(), read(legOf(901n))]
  expect(toHex(one.sheetHash)).not.toBe(toHex(other.sheetHash))
  expect(sixWords(one.sheetHash, 'en')).not.toEqual(sixWords(other.sheetHash, 'en'))
  expect(digestOf(one, place, testNetwork)).not.toEqual(digestOf(other, place, testNetwork))
})

test('a lie about what an input names changes the digest: no node asks for that signature', () => {
  const leg = legOf(900n)
  const named = leg.named.map((output) => ({ ...output, amount: output.amount + 1n }))
  expect(digestOf(read({ ...leg, named }), place, testNetwork)).not.toEqual(
    digestOf(read(leg), place, testNetwork),
  )
})

test('a lie about the layer of what an input names changes the sheet that a node recomputes', () => {
  const leg = legOf(900n)
  const named = leg.named.map((output) => ({ ...output, layer: 0 as const }))
  expect(toHex(read({ ...leg, named }).sheetHash)).not.toBe(toHex(read(leg).sheetHash))
})

test('garbage, and an act without all that its inputs name, are refused', () => {
  const leg = legOf(900n)
  expect(readLeg({ ...leg, bytes: leg.bytes.subarray(1) }, context)).toMatchObject({
    refusal: { code: 'draft-unreadable' },
  })
  expect(readLeg({ ...leg, named: [] }, context)).toMatchObject({ refusal: { code: 'draft-outputs' } })
})

test('a place that the act does not have has no digest', () => {
  expect(digestOf(read(), { part: 'input', index: 1 }, testNetwork)).toBeUndefined()
  expect(digestOf(read(), { part: 'acceptance', index: 7 }, testNetwork)).toBeUndefined()
  expect(digestOf(undefined, place, testNetwork)).toBeUndefined()
})
