import { base64urlnopad } from '@scure/base'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

test('bytes of any length are written as the library writes them, and come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(encodeBase64url(bytes)).toBe(base64urlnopad.encode(bytes))
      expect(decodeBase64url(encodeBase64url(bytes))).toEqual(bytes)
    }),
    { numRuns: 1_000 },
  )
})
