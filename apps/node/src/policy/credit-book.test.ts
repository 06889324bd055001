import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OPEN_POLICY } from '@vc/consensus'
import { afterAll, expect, test } from 'vitest'
import { openCreditBook } from './credit-book.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-policy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const bounds = { ...OPEN_POLICY, speed: 2n ** 60n, reserveShare: 1_000 }

test('a node without a policy file leaves the whole room open', () => {
  const book = openCreditBook(join(folder, 'none.json'))
  expect([book.current(), book.isOpen()]).toEqual([OPEN_POLICY, true])
})

test('a policy is there again after a restart, to the unit', () => {
  const path = join(folder, 'kept.json')
  openCreditBook(path).replace(bounds)
  const again = openCreditBook(path)
  expect([again.current(), again.isOpen()]).toEqual([bounds, false])
  again.replace({ ...OPEN_POLICY, isStopped: true })
  expect(openCreditBook(path).isOpen()).toBe(false)
  expect(readdirSync(folder)).toEqual(['kept.json'])
})

test.each([
  ['no JSON', '{'],
  ['a number for an amount', '{"speed":5,"stop":null,"reserveShare":null,"meanAge":null,"isStopped":false}'],
  [
    'a reserve above a tenth',
    '{"speed":null,"stop":null,"reserveShare":1001,"meanAge":null,"isStopped":false}',
  ],
  [
    'a bound that nobody knows',
    '{"speed":null,"stop":null,"reserveShare":null,"meanAge":null,"isStopped":false,"x":1}',
  ],
])('a policy file with %s halts the node', (_, text) => {
  const path = join(folder, 'wrong.json')
  writeFileSync(path, text)
  expect(() => openCreditBook(path)).toThrow(expect.objectContaining({ code: 'credit-policy-malformed' }))
})
