import { expect, test } from 'vitest'
import { mayHavePassed } from './may-have-passed.ts'

const rule = { window: 8, threshold: 750 }
const votes = (text: string) => [...text].map((one) => (one === ' ' ? undefined : one === 'y'))

test.each([
  ['yyyyyynn', true],
  ['yyyyynnn', false],
  ['nnnnyyyyyynnnnnn', true],
  // Three of four over a longer stretch than the window.
  ['yyynyyynyyyn', true],
  ['yyyyyy', false],
  // Of what no stake made nothing is counted.
  ['yy y y  n', true],
  ['        ', false],
  ['nnnnnnnnnnnnnnn', false],
])('votes of "%s" may have passed what nobody here has read: %s', (text, expected) => {
  expect(mayHavePassed(votes(text), rule)).toBe(expected)
})
