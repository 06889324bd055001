import { sha256 } from '@vc/crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rememberChecks } from './remember-checks.ts'
import { schnorrAnswers } from './schnorr-answers.ts'

/** Questions of few parts, so that many differ in one of them alone; some of lengths that no table has. */
const part = (length: number) =>
  fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(length, length, length, length + 1)).map(([n, long]) => {
    const bytes = new Uint8Array(long).fill(n)
    bytes[0] = n % 2
    return bytes
  })
const question = fc.tuple(fc.constantFrom('schnorr' as const, 'p256' as const), part(64), part(32), part(32))
/** A verdict on every byte of the question, and on its lengths. */
const verdict = (kind: string, parts: readonly Uint8Array[]) =>
  (sha256(
    Buffer.concat([Buffer.from(kind), ...parts.flatMap((one) => [Uint8Array.of(one.length), one])]),
  )[0] ?? 0) > 127

test('what is remembered is what would be answered, nothing is known before, and another question is never taken for it', () => {
  fc.assert(
    fc.property(fc.array(question, { maxLength: 60 }), (questions) => {
      const run: string[] = []
      const counted =
        (kind: 'schnorr' | 'p256') =>
        (...parts: [Uint8Array, Uint8Array, Uint8Array]) => {
          run.push(nameOf(kind, parts))
          return verdict(kind, parts)
        }
      const checks = rememberChecks({ schnorr: counted('schnorr'), p256: counted('p256') })
      const asked = new Set<string>()
      for (const [kind, ...parts] of questions) {
        const known = checks.known(kind, ...parts)
        if (!asked.has(nameOf(kind, parts))) expect(known).toBeUndefined()
        else if (known !== undefined) expect(known).toBe(verdict(kind, parts))
        expect(checks[kind](...parts)).toBe(verdict(kind, parts))
        expect(checks.known(kind, ...parts)).toBe(verdict(kind, parts))
        asked.add(nameOf(kind, parts))
      }
      // Questions that share a place drive each other out: they are run again, never answered wrongly.
      expect(new Set(run)).toEqual(asked)
    }),
  )
})

test('one that takes the place of another is another', () => {
  const answers = schnorrAnswers(1)
  const [a, b] = [1, 2].map((n) => new Uint8Array(64).fill(n)) as [Uint8Array, Uint8Array]
  const [message, key] = [new Uint8Array(32), new Uint8Array(32)]
  expect(answers.find(a, message, key)).toBeUndefined()
  answers.note(false, a, message, key)
  expect([answers.find(a, message, key), answers.find(b, message, key)]).toEqual([false, undefined])
  answers.note(true, b, message, key)
  expect([answers.find(a, message, key), answers.find(b, message, key)]).toEqual([undefined, true])
  expect([
    answers.fits(a, message, key),
    answers.fits(a, a, key),
    answers.fits(message, message, key),
  ]).toEqual([...[true, false, false]])
})

const nameOf = (kind: string, parts: readonly Uint8Array[]) =>
  [kind, ...parts.map((one) => Buffer.from(one).toString('hex'))].join(' ')
