import { must } from '@vc/kernel'
import { seeded } from '@vc/kernel/testing'
import { describe, expect, it } from 'vitest'
import { libcryptoArithmetic } from './backend-libcrypto-collective.ts'
import { libcryptoP256 } from './backend-libcrypto-p256.ts'
import { nodeArithmetic } from './backend-node-collective.ts'
import { nodeP256 } from './backend-node-p256.ts'
import { bytesToNumber, fromHex, numberToBytes, utf8 } from './bytes.ts'
import { plainArithmetic } from './collective-arithmetic.ts'
import { collectiveParameters, rsaModulus } from './collective-parameters.ts'
import { sha256 } from './hash.ts'
import { openLibcrypto } from './libcrypto.ts'
import { agreed, availableSignatureChecks, openSchnorrKeys, openSignatureChecks } from './native.ts'
import { p256PublicKey, signP256, verifyP256 } from './p256.ts'
import { schnorrPublicKey, signSchnorr, useSchnorrKeys } from './schnorr.ts'
import { arithmeticDifference } from './self-check.ts'
import { nobleChecks, type SignatureChecks } from './signature-checks.ts'

const order = fromHex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
const backends = await availableSignatureChecks()
if (backends[0]?.backend !== 'libsecp256k1')
  console.warn('SKIPPED: libsecp256k1 is not installed on this machine')

type Input = readonly [signature: Uint8Array, message: Uint8Array, key: Uint8Array]

const random = seeded(340)
const bytes = (length: number) => Uint8Array.from({ length }, () => random(256))
const spoil = (good: Uint8Array) => {
  const bad = Uint8Array.from(good)
  const at = random(bad.length)
  bad[at] = must(bad[at], 'byte to spoil') ^ (1 << random(8))
  return bad
}
const cutOrLonger = (good: Uint8Array) => (random(2) === 0 ? good.subarray(1) : Uint8Array.of(...good, 0))

describe('openSignatureChecks', () => {
  it('opens the fastest backend that is present', async () => {
    expect((await openSignatureChecks()).backend).toBe(backends[0]?.backend)
    expect(backends.at(-1)?.backend).toBe('noble')
    expect(backends.map(({ backend }) => backend)).toContain('wasm')
  })

  it('refuses to run when one backend differs from the vectors', () => {
    const always = { ...nobleChecks, schnorr: () => true }
    const never = { ...nobleChecks, p256: () => false }
    const good = { backend: 'noble', checks: nobleChecks } as const
    expect(() => agreed([good, { backend: 'wasm', checks: always }])).toThrow(
      'backend wasm is wrong on: vector 5',
    )
    expect(() => agreed([good, { backend: 'wasm', checks: never }])).toThrow('P-256 case 0')
    const short: SignatureChecks = {
      ...nobleChecks,
      schnorr: (...of) => of[1].length === 32 && nobleChecks.schnorr(...of),
    }
    expect(() => agreed([good, { backend: 'libsecp256k1', checks: short }])).toThrow(
      'backend libsecp256k1 is wrong on: BIP340 with a message of 0 bytes',
    )
    expect(agreed([good])).toBe(good)
  })
})

describe('BIP340 on every backend', () => {
  it('gives the same answer on good, spoilt and misshapen signatures of messages of any length', () => {
    for (let round = 0; round < 25; round += 1) {
      const secret = bytes(32)
      const key = schnorrPublicKey(secret)
      const message = bytes(round % 3 === 0 ? random(200) : 32)
      const signature = signSchnorr(message, secret, bytes(32))
      const inputs: readonly Input[] = [
        [signature, message, key],
        [spoil(signature), message, key],
        [signature, bytes(32), key],
        [signature, message, spoil(key)],
        [cutOrLonger(signature), message, key],
        [signature, message, cutOrLonger(key)],
      ]
      for (const [i, input] of inputs.entries()) {
        for (const { backend, checks } of backends)
          expect(checks.schnorr(...input), `${backend} ${i}`).toBe(i === 0)
      }
    }
  })
})

it('keys that share a place in the memory of keys are told apart, and a bad key leaves nothing there', async () => {
  const { sign, publicKey } = await openSchnorrKeys()
  const { checks } = await openSignatureChecks()
  const message = bytes(32)
  const signed = Array.from({ length: 1_500 }, () => {
    const secret = bytes(32)
    return { key: publicKey(secret), signature: sign(message, secret) }
  })
  const places = Map.groupBy(signed, ({ key }) => (256 * (key[0] ?? 0) + (key[1] ?? 0)) % 16_384)
  const sharing = [...places.values()].filter((list) => list.length > 1).flat()
  expect(sharing.length).toBeGreaterThan(20) // 1,500 keys on 16,384 places
  const nobody = new Uint8Array(32).fill(0xff)
  for (const [at, { key, signature }] of [...sharing, ...sharing].entries()) {
    expect(checks.schnorr(signature, message, key)).toBe(true)
    const other = must(sharing[(at + 1) % sharing.length], 'another of them')
    expect(checks.schnorr(other.signature, message, key)).toBe(false)
    expect(checks.schnorr(signature, message, nobody)).toBe(false)
  }
})

it('the fastest keys sign as noble does', async () => {
  const { sign, publicKey } = await openSchnorrKeys()
  for (let round = 0; round < 20; round += 1) {
    const [secret, message] = [bytes(32), bytes(32)]
    expect(sign(message, secret)).toEqual(signSchnorr(message, secret))
    expect(publicKey(secret)).toEqual(schnorrPublicKey(secret))
  }
})

it('keys that sign otherwise are not taken into use', () => {
  const other = {
    sign: (message: Uint8Array) => signSchnorr(message, bytes(32)),
    publicKey: schnorrPublicKey,
  }
  expect(() => useSchnorrKeys(other)).toThrow('as noble does')
  expect(() => useSchnorrKeys({ sign: signSchnorr, publicKey: () => bytes(32) })).toThrow('as noble does')
})

const libcrypto = await openLibcrypto()
const ways: readonly (readonly [string, SignatureChecks['p256']])[] = [
  ['Node', nodeP256(2)],
  ...(libcrypto === undefined
    ? []
    : [
        ['FFI', libcryptoP256(libcrypto, 2)] as const,
        ['tables', libcryptoP256(libcrypto, 4, { from: 1, most: 2 })] as const,
      ]),
]

describe.each(ways)('P-256 by OpenSSL through %s', (_, openssl) => {
  it('agrees with noble on good, spoilt and misshapen input, with either half for s', () => {
    for (let round = 0; round < 25; round += 1) {
      const secret = bytes(32)
      const key = p256PublicKey(secret)
      const message = bytes(random(200))
      const signature = signP256(message, secret)
      const inputs: readonly Input[] = [
        [signature, message, key],
        [highS(signature), message, key],
        [spoil(signature), message, key],
        [signature, spoil(sha256(message)), key],
        [signature, message, spoil(key)],
        [cutOrLonger(signature), message, key],
        [signature, message, cutOrLonger(key)],
      ]
      for (const [i, input] of inputs.entries()) {
        expect(openssl(...input), `openssl ${i}`).toBe(i < 2)
        expect(verifyP256(...input), `noble ${i}`).toBe(i < 2)
      }
    }
  })

  it('refuses zero and the order as r or s, and bytes that are no point', () => {
    const secret = bytes(32)
    const key = p256PublicKey(secret)
    const good = signP256(utf8('x'), secret)
    const zero = new Uint8Array(32)
    for (const number of [zero, order]) {
      for (const bad of [
        Uint8Array.of(...number, ...good.subarray(32)),
        Uint8Array.of(...good.subarray(0, 32), ...number),
      ]) {
        expect(openssl(bad, utf8('x'), key)).toBe(false)
        expect(verifyP256(bad, utf8('x'), key)).toBe(false)
      }
    }
    for (const first of [0, 2, 3, 4, 6, 255]) {
      const noPoint = new Uint8Array(33).fill(0xff)
      noPoint[0] = first
      expect(openssl(good, utf8('x'), noPoint)).toBe(false)
      expect(verifyP256(good, utf8('x'), noPoint)).toBe(false)
    }
  })

  it('still answers rightly for keys that its cache has dropped', () => {
    const secrets = [bytes(32), bytes(32), bytes(32)]
    for (const secret of [...secrets, ...secrets]) {
      expect(openssl(signP256(utf8('x'), secret), utf8('x'), p256PublicKey(secret))).toBe(true)
    }
  })
})

describe('arithmetic of collectives', () => {
  const engines = [nodeArithmetic(), ...(libcrypto === undefined ? [] : [libcryptoArithmetic(libcrypto)])]
  const number = (length: number) => bytesToNumber(bytes(length))

  it('gives on every backend the powers and the primes that BigInt gives', () => {
    for (const engine of engines) {
      for (const modulus of [rsaModulus, collectiveParameters().q, 1n + 2n * number(30)]) {
        const [a, b, x, y] = [number(256), number(200), number(20), number(random(30))]
        expect(engine.power(a, x, modulus)).toBe(plainArithmetic.power(a, x, modulus))
        expect(engine.twoPowers(a, x, b, y, modulus)).toBe(plainArithmetic.twoPowers(a, x, b, y, modulus))
      }
      for (let round = 0; round < 200; round += 1) {
        const candidate = number(random(33)) | 1n
        expect(engine.isPrime(candidate), String(candidate)).toBe(plainArithmetic.isPrime(candidate))
      }
    }
  })

  it('is not taken into use when it differs', () => {
    const half = { ...plainArithmetic, twoPowers: () => 1n }
    expect(arithmeticDifference(half)).toContain('powers of')
    expect(arithmeticDifference({ ...plainArithmetic, isPrime: () => true })).toContain('is prime')
    expect(arithmeticDifference(plainArithmetic)).toBeUndefined()
  })
})

function highS(signature: Uint8Array): Uint8Array {
  const number = (part: Uint8Array) => BigInt(`0x${Buffer.from(part).toString('hex')}`)
  return Uint8Array.of(
    ...signature.subarray(0, 32),
    ...numberToBytes(number(order) - number(signature.subarray(32)), 32),
  )
}
