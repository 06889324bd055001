import { p256 } from '@noble/curves/nist.js'
import { bech32, bech32m } from '@scure/base'
import { describe, expect, it } from 'vitest'
import { type Address, formatAddress, parseAddress } from './address.ts'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import {
  bytesToNumber,
  compareBytes,
  equalBytes,
  fromHex,
  numberToBytes,
  parseHex,
  toHex,
  utf8,
} from './bytes.ts'
import { deriveKey, derivePublic, parseExtendedKey, parsePath } from './extended-key.ts'
import { sha256, shake128 } from './hash.ts'
import { isMnemonic, mnemonicToSeed, newMnemonic } from './mnemonic.ts'
import { isLowP256Signature, normaliseP256Signature, signP256 } from './p256.ts'

describe('named accounts', () => {
  const words = newMnemonic(new Uint8Array(32))

  it('have 24 words whose checksum is checked (BIP39 vector of zeros)', () => {
    expect(words).toBe(`${'abandon '.repeat(23)}art`)
    expect(isMnemonic(words)).toBe(true)
    expect(isMnemonic(`${'abandon '.repeat(23)}able`)).toBe(false)
    expect(toHex(mnemonicToSeed(words)).slice(0, 32)).toBe('408b285c123836004f4b8842c89324c1')
  })

  it('give the same child by the secret and by the public key', () => {
    const seed = mnemonicToSeed(words)
    const account = deriveKey(seed, "m/44'/0'/0'")
    const child = deriveKey(seed, "m/44'/0'/0'/1/7")
    expect(derivePublic(account.xpub, 'M/1/7')?.publicKey).toEqual(child.publicKey)
    expect(derivePublic(account.xprv, 'm/1/7')?.xpub).toBe(child.xpub)
    expect(derivePublic(account.xpub, "m/1'")).toBeUndefined()
    expect(parseExtendedKey(account.xprv)).toEqual(account)
    expect(parseExtendedKey('xpub')).toBeUndefined()
  })

  it('refuse malformed paths', () => {
    expect(parsePath("m/0/2147483647'")).toEqual([0, 0xffff_ffff])
    for (const path of ['', '0', 'm/', 'm//1', 'm/01', 'm/-1', 'm/2147483648', 'm/1h', 'm/1 ', "m'"]) {
      expect(parsePath(path), path).toBeUndefined()
    }
  })
})

describe('address', () => {
  const hash = sha256(utf8('owner'))
  const short = hash.subarray(0, 20)
  const of = (length: number) => new Uint8Array(length)
  const addresses: readonly Address[] = [
    { kind: 'key-hash', hash: short },
    { kind: 'script-hash', hash },
    { kind: 'collective', id: hash },
    { kind: 'account', id: short, path: [] },
    { kind: 'account', id: short, path: [0, 1, 2_147_483_647, 4, 5, 6, 7] },
    { kind: 'hardware-key-hash', hash: short },
  ]

  it('comes back from its text on both networks', () => {
    for (const address of addresses) {
      for (const prefix of ['vd', 'vdt'] as const) {
        const text = formatAddress(address, prefix)
        expect(parseAddress(text)).toEqual({ prefix, address })
        expect(parseAddress(text.toUpperCase())).toEqual({ prefix, address })
        expect(parseAddress(text.replace(/.$/, (end) => (end === 'q' ? 'p' : 'q')))).toBeUndefined()
      }
    }
  })

  const written = (kind: number, bytes: Uint8Array, prefix = 'vd') =>
    bech32m.encode(prefix as 'vd', [kind, ...bech32m.toWords(bytes)], false)

  it('has its kind as the first value, from 0 to 4, and the bytes of that kind', () => {
    const names = ['key-hash', 'script-hash', 'collective', 'account', 'hardware-key-hash']
    const right = [short, hash, hash, short, short]
    for (const [kind, name] of names.entries()) {
      expect(parseAddress(written(kind, right[kind] ?? hash))?.address.kind).toBe(name)
      expect(parseAddress(written(kind, kind === 3 ? hash.subarray(0, 19) : of(31)))).toBeUndefined()
      expect(parseAddress(written(kind, right[kind] === short ? of(21) : short))).toBeUndefined()
    }
    for (const kind of [5, 31]) expect(parseAddress(written(kind, short))).toBeUndefined()
    expect(parseAddress(written(0, short, 'vdx'))).toBeUndefined()
  })

  it('names a path of seven plain steps at most', () => {
    const path = (...steps: readonly number[]) =>
      written(3, Uint8Array.of(...short, ...steps.flatMap((step) => [step >>> 24, 0, 0, step & 0xff])))
    expect(parseAddress(path(1, 2, 3, 4, 5, 6, 7))?.address).toMatchObject({ path: [1, 2, 3, 4, 5, 6, 7] })
    expect(parseAddress(path(1, 2, 3, 4, 5, 6, 7, 8))).toBeUndefined()
    expect(parseAddress(path(0x7f00_0000))).toBeDefined()
    expect(parseAddress(path(0x8000_0000))).toBeUndefined()
  })

  it('has the checksum of bech32m, not of bech32', () => {
    expect(parseAddress(bech32.encode('vd', [0, ...bech32.toWords(short)]))).toBeUndefined()
  })

  it('is refused with another human part or nonsense', () => {
    for (const text of [
      '',
      'vd1',
      'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr',
      'VD1q',
    ]) {
      expect(parseAddress(text)).toBeUndefined()
    }
  })
})

describe('bytes', () => {
  it('go to hex and back, strictly', () => {
    expect(toHex(fromHex('00ffA1'))).toBe('00ffa1')
    for (const bad of ['0', 'zz', '0x00', ' 00', '00\n']) expect(parseHex(bad), bad).toBeUndefined()
    expect(() => fromHex('0')).toThrow()
  })

  it('are ordered like words in a dictionary', () => {
    expect(compareBytes(fromHex('0102'), fromHex('0103'))).toBeLessThan(0)
    expect(compareBytes(fromHex('0102'), fromHex('01'))).toBeGreaterThan(0)
    expect(equalBytes(fromHex('01'), fromHex('01'))).toBe(true)
    expect(equalBytes(fromHex('01'), fromHex('0100'))).toBe(false)
  })

  it('write numbers in big-endian order', () => {
    expect(toHex(numberToBytes(258n, 4))).toBe('00000102')
    expect(bytesToNumber(numberToBytes(258n, 4))).toBe(258n)
    expect(bytesToNumber(new Uint8Array())).toBe(0n)
    expect(() => numberToBytes(256n, 1)).toThrow()
  })

  it('go to base64url and back, strictly', () => {
    expect(encodeBase64url(fromHex('fbff'))).toBe('-_8')
    expect(decodeBase64url('-_8')).toEqual(fromHex('fbff'))
    for (const bad of ['-_9', '-_8=', '+/8', '-']) expect(decodeBase64url(bad), bad).toBeUndefined()
  })

  it('are stretched by SHAKE128 (empty message of FIPS 202)', () => {
    expect(toHex(shake128(new Uint8Array(), 32))).toBe(
      '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
    )
  })
})

describe('normaliseP256Signature', () => {
  it('turns DER with either half of s, and raw bytes, into the one form that the ledger takes', () => {
    for (let i = 0; i < 20; i += 1) {
      const low = signP256(Uint8Array.of(i), sha256(Uint8Array.of(i)))
      const { r, s } = p256.Signature.fromBytes(low, 'compact')
      const high = new p256.Signature(r, p256.Point.Fn.ORDER - s)
      const forms = [
        low,
        high.toBytes('compact'),
        high.toBytes('der'),
        p256.Signature.fromBytes(low).toBytes('der'),
      ]
      expect(isLowP256Signature(low)).toBe(true)
      for (const form of forms) expect(normaliseP256Signature(form)).toEqual(low)
    }
  })

  it('refuses what is no signature', () => {
    for (const bad of ['', '30', '00'.repeat(64), 'ff'.repeat(64), `3006020101020100`]) {
      expect(normaliseP256Signature(fromHex(bad)), bad).toBeUndefined()
    }
  })
})
