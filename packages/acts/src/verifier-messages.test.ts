import { expect, test } from 'vitest'
import { readFromPortal, readFromVerifier } from './verifier-messages.ts'

const act = Uint8Array.of(1, 2, 3)
const assertion = {
  ...{ transaction: 0, part: 'input', index: 0, credentialId: 'a', authenticatorData: 'b' },
  ...{ clientDataJSON: 'c', signature: 'd', sheetHash: 'e' },
}

test('bytes to sign and a key to make are what a portal may ask', () => {
  expect(readFromPortal({ ask: 'sign', act })).toEqual({ ask: 'sign', act })
  const make = { ask: 'make', language: 'en', options: { rp: { id: 'localhost' } } }
  expect(readFromPortal(make)).toEqual(make)
})

test.each([
  ['nothing', undefined],
  ['text', 'sign'],
  ['a sheet beside the bytes', { ask: 'sign', act, sheet: 'Pay 1.00 to a friend' }],
  ['words beside the bytes', { ask: 'sign', act, words: ['a', 'b', 'c', 'd', 'e', 'f'] }],
  ['bytes as text', { ask: 'sign', act: '010203' }],
  ['another question', { ask: 'show', act }],
  ['a key without options', { ask: 'make', language: 'en' }],
])('%s is nothing that a portal says', (_, data) => {
  expect(readFromPortal(data)).toBeUndefined()
})

test('readiness, a no, assertions and a made key are what the verifier answers', () => {
  for (const said of [{ say: 'ready' }, { say: 'declined' }]) expect(readFromVerifier(said)).toEqual(said)
  const signed = { say: 'signed', assertions: [assertion] }
  expect(readFromVerifier(signed)).toEqual(signed)
  expect(readFromVerifier({ say: 'made', credential: { id: 'a' } })).toEqual({
    say: 'made',
    credential: { id: 'a' },
  })
})

test.each([
  ['nothing', null],
  ['another word', { say: 'done' }],
  ['assertions that are none', { say: 'signed', assertions: 'all' }],
  ['an assertion without its signature', { say: 'signed', assertions: [{ ...assertion, signature: '' }] }],
  [
    'an assertion of a part that does not exist',
    { say: 'signed', assertions: [{ ...assertion, part: 'x' }] },
  ],
])('%s is nothing that the verifier says', (_, data) => {
  expect(readFromVerifier(data)).toBeUndefined()
})
