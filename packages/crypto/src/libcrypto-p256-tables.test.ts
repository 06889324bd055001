import { p256 } from '@noble/curves/nist.js'
import { seeded } from '@vc/kernel/testing'
import { describe, expect, it } from 'vitest'
import { libcryptoP256 } from './backend-libcrypto-p256.ts'
import { nodeP256 } from './backend-node-p256.ts'
import { bytesToNumber, concatBytes, numberToBytes, utf8 } from './bytes.ts'
import { sha256 } from './hash.ts'
import { openLibcrypto } from './libcrypto.ts'
import { signP256, verifyP256 } from './p256.ts'
import type { SignatureChecks } from './signature-checks.ts'

const { Point } = p256
const { Fn, BASE } = Point
const random = seeded(256)
const message = utf8('an act')
const e = Fn.create(bytesToNumber(sha256(message)))
const pair = (r: bigint, s: bigint) => concatBytes(numberToBytes(r, 32), numberToBytes(s, 32))
const drawn = () => Fn.create(bytesToNumber(Uint8Array.from({ length: 32 }, () => random(256)))) || 1n
const keyOf = (secret: bigint) => BASE.multiply(secret).toBytes(true)

const libcrypto = await openLibcrypto()
if (libcrypto === undefined) console.warn('SKIPPED: OpenSSL can not be called on this machine')
const answers = (ways: readonly SignatureChecks['p256'][], signature: Uint8Array, key: Uint8Array) =>
  ways.map((check) => check(signature, message, key))

describe.skipIf(libcrypto === undefined)('P-256 by the table of a key', () => {
  const often = libcrypto === undefined ? verifyP256 : libcryptoP256(libcrypto, 64, { from: 1, most: 4 })
  const once = libcrypto === undefined ? verifyP256 : libcryptoP256(libcrypto)
  const all = [often, once, nodeP256(), verifyP256]

  it('says what noble and OpenSSL say of numbers at every border', () => {
    const secret = drawn()
    const key = keyOf(secret)
    const good = signP256(message, numberToBytes(secret, 32))
    const [r, s] = [bytesToNumber(good.subarray(0, 32)), bytesToNumber(good.subarray(32))]
    const nowhere = Fn.div(Fn.neg(e), secret)
    const n = Fn.ORDER
    const borders = [0n, 1n, n - 1n, n, n + 1n, 2n ** 256n - 1n, Point.Fp.ORDER, r, s, n - s, nowhere]
    for (const [i, one] of borders.entries()) {
      for (const [j, other] of borders.entries()) {
        const ways = (i + j) % 8 === 0 ? all : all.slice(0, 3)
        const holds = one === r && (other === s || other === n - s)
        expect(answers(ways, pair(one, other), key), `${one} ${other}`).toEqual(ways.map(() => holds))
      }
    }
  })

  it('takes a sum whose x is above the order by its remainder', () => {
    const above = Array.from({ length: 20 }, (_, i) => pointWith(Fn.ORDER + BigInt(i))).filter(
      (point) => point !== undefined,
    )
    expect(above.length).toBeGreaterThan(3)
    for (const sum of above.slice(0, 4)) {
      const [r, s] = [sum.x - Fn.ORDER || 1n, drawn()]
      const key = sum.multiply(s).subtract(BASE.multiply(e)).multiply(Fn.inv(r)).toBytes(true)
      const holds = sum.x > Fn.ORDER
      expect(answers(all, pair(r, s), key)).toEqual(all.map(() => holds))
      expect(answers(all, pair(Fn.create(r + 1n), s), key)).toEqual(all.map(() => false))
    }
  })

  it('adds a point to itself where both parts of the sum are one', () => {
    const half = drawn()
    const r = Fn.create(BASE.multiply(half).double().x)
    const key = keyOf(Fn.div(e, r))
    expect(answers(all, pair(r, Fn.div(e, half)), key)).toEqual(all.map(() => true))
    expect(answers(all, pair(r, Fn.div(e, Fn.create(half + 1n))), key)).toEqual(all.map(() => false))
  })

  it('agrees on signatures of more keys than there are tables, good and spoilt', () => {
    const secrets = Array.from({ length: 6 }, drawn)
    for (let round = 0; round < 18; round += 1) {
      const secret = secrets[round % secrets.length] ?? 1n
      const good = signP256(message, numberToBytes(secret, 32))
      const bad = good.slice()
      bad[random(64)] = random(256)
      expect(answers(all, good, keyOf(secret))).toEqual(all.map(() => true))
      const first = once(bad, message, keyOf(secret))
      expect(answers(all, bad, keyOf(secret))).toEqual(all.map(() => first))
    }
  })
})

/** A point with this x, if there is one. */
function pointWith(x: bigint) {
  try {
    return Point.fromBytes(concatBytes(Uint8Array.of(2), numberToBytes(x, 32)))
  } catch {
    return undefined
  }
}
