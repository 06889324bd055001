import { verifySchnorr } from '@vc/crypto'
import { assert } from '@vc/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decodeNotice,
  encodeNotice,
  MOST_NOTICE_TEXT,
  type NoticeBody,
  noticeMessage,
} from './codec/notice.ts'
import { haltsAt, signNotice } from './notices.ts'

const network = new Uint8Array(32).fill(1)
const secret = new Uint8Array(32).fill(2)
const body = fc.record<NoticeBody>({
  height: fc.integer({ min: 0, max: 0xffffffff }),
  kind: fc.constantFrom('halt', 'lift'),
  text: fc.string({ unit: 'binary', maxLength: 40 }),
})

test('a notice is read back as it was written, and has one encoding', () => {
  fc.assert(
    fc.property(body, (given) => {
      const notice = signNotice(network, given, secret)
      const bytes = encodeNotice(notice)
      expect(decodeNotice(bytes)).toEqual(notice)
      expect(decodeNotice(bytes.subarray(0, -1))).toBeUndefined()
      expect(decodeNotice(Uint8Array.of(...bytes, 0))).toBeUndefined()
    }),
    { numRuns: 50 },
  )
})

test('the longest notice fits its message, one letter more is none', () => {
  const longest = signNotice(network, { height: 1, kind: 'halt', text: 'a'.repeat(MOST_NOTICE_TEXT) }, secret)
  expect(encodeNotice(longest)).toHaveLength(4_096)
  expect(decodeNotice(encodeNotice({ ...longest, text: `${longest.text}a` }))).toBeUndefined()
})

test('a text that is no UTF-8, or a kind that nobody knows, is no notice', () => {
  const bytes = encodeNotice(signNotice(network, { height: 1, kind: 'halt', text: 'ab' }, secret))
  expect(decodeNotice(bytes.with(6, 0xff))).toBeUndefined()
  expect(decodeNotice(bytes.with(4, 2))).toBeUndefined()
})

test('a halt stands for a day of blocks unless its regulator lifts it', () => {
  const halt = signNotice(network, { height: 100, kind: 'halt', text: 'look first' }, secret)
  expect(haltsAt([halt], 108, 9)).toEqual([halt])
  expect(haltsAt([halt], 109, 9)).toEqual([])
  expect(haltsAt([{ ...halt, kind: 'lift' }], 101, 9)).toEqual([])
})

test('what is signed is the network, the height, the kind and the text', () => {
  const given: NoticeBody = { height: 5, kind: 'halt', text: 'why' }
  const { key, signature } = signNotice(network, given, secret)
  const holds = (of: NoticeBody, where = network) => verifySchnorr(signature, noticeMessage(where, of), key)
  assert(holds(given), 'it is signed')
  const others: NoticeBody[] = [
    { ...given, height: 6 },
    { ...given, kind: 'lift' },
    { ...given, text: 'Why' },
  ]
  expect([...others.map((one) => holds(one)), holds(given, network.with(0, 0))]).not.toContain(true)
})
