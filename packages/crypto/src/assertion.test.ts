import { describe, expect, it } from 'vitest'
import { actChallenge, decodeAssertion, encodeAssertion } from './assertion.ts'
import { concatBytes, utf8 } from './bytes.ts'
import { taggedHash } from './hash.ts'

const parts = {
  authenticatorData: new Uint8Array(37).fill(1),
  clientDataJSON: new Uint8Array(300).fill(2),
  signature: new Uint8Array(64).fill(3),
  sheetHash: new Uint8Array(32).fill(4),
}
const item = encodeAssertion(parts)

describe('assertion item', () => {
  it('comes back from its bytes, also with client data of more than two length bytes', () => {
    expect(decodeAssertion(item)).toEqual(parts)
    const long = { ...parts, clientDataJSON: new Uint8Array(70_000).fill(5) }
    expect(decodeAssertion(encodeAssertion(long))).toEqual(long)
  })

  it('has each length in CompactSize', () => {
    expect(item.length).toBe(1 + 37 + 3 + 300 + 1 + 64 + 1 + 32)
    expect([...item.subarray(38, 41)]).toEqual([0xfd, 0x2c, 0x01])
  })

  it('is refused when cut anywhere or followed by anything', () => {
    for (let length = 0; length < item.length; length += 1) {
      expect(decodeAssertion(item.subarray(0, length))).toBeUndefined()
    }
    expect(decodeAssertion(concatBytes(item, Uint8Array.of(0)))).toBeUndefined()
  })

  it('is refused with a length that is not the shortest, or a signature or sheet hash of another length', () => {
    expect(decodeAssertion(concatBytes(Uint8Array.of(0xfd, 37, 0), item.subarray(1)))).toBeUndefined()
    expect(decodeAssertion(concatBytes(Uint8Array.of(0xfe, 37, 0, 0, 0), item.subarray(1)))).toBeUndefined()
    expect(
      decodeAssertion(concatBytes(Uint8Array.of(0xff, 37, 0, 0, 0, 0, 0, 0, 0), item.subarray(1))),
    ).toBeUndefined()
    expect(decodeAssertion(encodeAssertion({ ...parts, signature: new Uint8Array(65) }))).toBeUndefined()
    expect(decodeAssertion(encodeAssertion({ ...parts, sheetHash: new Uint8Array(31) }))).toBeUndefined()
  })

  it('is made over the tagged hash of sighash and sheet hash', () => {
    const sighash = new Uint8Array(32).fill(6)
    expect(actChallenge(sighash, parts.sheetHash)).toEqual(
      taggedHash('vdn/act', concatBytes(sighash, parts.sheetHash)),
    )
    expect(taggedHash('vdn/act', utf8('a'), utf8('b'))).toEqual(taggedHash('vdn/act', utf8('ab')))
  })
})
