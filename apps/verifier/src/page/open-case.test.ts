import { encodeActCase } from '@vc/acts'
import { paymentCase, testNetwork } from '@vc/acts/testing'
import { encodeBase64url, sha256, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { openCase, openText } from './open-case.ts'
import type { Settings } from './settings.ts'

const settings: Settings = { network: testNetwork, decimals: 2, rpId: 'localhost', portals: [] }
const act = paymentCase('payee', 900n)
const codeOf = (answer: ReturnType<typeof openCase>) => (answer.ok ? 'read' : answer.refusal.code)

test('an act is read, with a sheet for each of its transactions', () => {
  const opened = openCase(encodeActCase(act), settings)
  expect(opened.ok && opened.value.legs.map(({ sheet }) => sheet.kind)).toEqual(['transfer'])
})

test('an act of another network, garbage, and a place that does not exist are refused', () => {
  const network = sha256(utf8('elsewhere'))
  expect(codeOf(openCase(encodeActCase({ ...act, network }), settings))).toBe('act-other-network')
  expect(codeOf(openCase(utf8('VCA1 and then nothing'), settings))).toBe('act-broken')
  const legs = act.legs.map((leg) => ({ ...leg, bytes: leg.bytes.subarray(2) }))
  expect(codeOf(openCase(encodeActCase({ ...act, legs }), settings))).toBe('draft-unreadable')
  const parts = act.parts.map((part) => ({ ...part, index: 3 }))
  expect(codeOf(openCase(encodeActCase({ ...act, parts }), settings))).toBe('act-place')
})

test('what comes by a link or a code can be read and never be signed', () => {
  const text = encodeBase64url(encodeActCase(act))
  for (const link of [text, `#${text}`, `https://verifier.example/#${text} `]) {
    const opened = openText(link, settings)
    expect(opened.ok && opened.value.act.parts).toEqual([])
  }
  expect(codeOf(openText('https://verifier.example/', settings))).toBe('act-foreign')
  expect(codeOf(openText('not base64!', settings))).toBe('act-foreign')
})
