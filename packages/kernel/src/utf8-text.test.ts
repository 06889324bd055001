import { expect, test } from 'vitest'
import { parseJson, utf8Text } from './index.ts'

test('bytes are a text of UTF-8 or none: nothing is guessed, and no mark is dropped', () => {
  expect(utf8Text(Uint8Array.of(0xe9, 0xbb, 0x84))).toBe('黄')
  expect(utf8Text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA')
  expect(utf8Text(Uint8Array.of(0xe9, 0xbb))).toBeUndefined()
  expect(utf8Text(Uint8Array.of(0xc0, 0x80))).toBeUndefined()
  expect(utf8Text(new Uint8Array(0))).toBe('')
})

test('a text that is no JSON says nothing', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] })
  expect(parseJson('{"a":')).toBeUndefined()
})
