import { expect, test } from 'vitest'
import { foundingSteps, type KeptKey } from './founding.ts'

const software: KeptKey = { person: undefined, isSoftware: true }
const of = (person: string): KeptKey => ({ person, isSoftware: false })
const counts = (...keys: readonly KeptKey[]) =>
  foundingSteps(keys).map(({ step, have, need }) => `${step} ${have}/${need}`)

test('a founder alone has all steps before it', () => {
  expect(counts(software)).toEqual(['three 1/3', 'four 1/4', 'hardware 0/1', 'people 0/3'])
})

test('two keys of one person are one person; keys beyond the fourth count as four', () => {
  expect(counts(of('a'), of('a'), of('b'), software, of('c'))).toEqual([
    'three 3/3',
    'four 4/4',
    'hardware 4/5',
    'people 3/3',
  ])
  expect(counts(of('a'), of('a'), of('b'))).toContain('people 2/3')
})

test('a key that says it is software is no one’s hardware, though somebody made it', () => {
  expect(counts({ person: 'a', isSoftware: true }, of('b'))).toContain('hardware 1/2')
})
