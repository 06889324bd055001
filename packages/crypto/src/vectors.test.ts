import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bip340SignCases, bip340VerifyCases } from './bip340-official.ts'
import { availableSignatureChecks } from './native.ts'
import { cryptoVectorKinds, runCryptoVector } from './vectors.ts'

type Case = {
  readonly name: string
  readonly kind: string
  readonly input: unknown
  readonly expect: unknown
}

const root = resolve(import.meta.dirname, '../../..')
const folder = join(process.env.VC_SHARED ?? resolve(root, '../shared'), 'vectors')
const missing = !existsSync(folder)
if (missing) console.warn(`SKIPPED: no shared vectors in ${folder}; set VC_SHARED to run them`)

const load = (file: string): readonly Case[] => JSON.parse(readFileSync(join(folder, file), 'utf8')).cases

describe('shared vectors', () => {
  for (const file of ['hash.json', 'bip340.json', 'bip340-official.json', 'bip32.json']) {
    it.skipIf(missing)(`every case of ${file} gives what an independent implementation gave`, async () => {
      const cases = load(file)
      expect(cases.length).toBeGreaterThan(0)
      for (const { checks, backend } of await availableSignatureChecks()) {
        for (const { name, kind, input, expect: expected } of cases) {
          expect(runCryptoVector(kind, input, checks), `${backend}: ${name}`).toEqual(expected)
        }
      }
    })
  }

  it.skipIf(missing)('the official cases inside the package are the shared ones', () => {
    const inside = [
      ...bip340VerifyCases.map((c) => [c.publicKey, c.message, c.signature, c.valid]),
      ...bip340SignCases.map((c) => [c.secret, c.message, c.signature]),
    ]
    const shared = load('bip340-official.json')
    expect(inside.length).toBe(19)
    expect(shared.length).toBe(19)
    const texts = new Set(shared.map(({ input, expect: expected }) => JSON.stringify([input, expected])))
    for (const [key, message, signature] of inside) {
      const found = [...texts].filter((text) =>
        [key, message, signature].every((part) => text.includes(String(part))),
      )
      expect(found.length).toBeGreaterThan(0)
    }
  })

  it('signs the official cases without the shared files', () => {
    for (const { secret, aux, message, signature } of bip340SignCases) {
      expect(runCryptoVector('bip340.sign', { sk: secret, aux, msg: message })).toBe(signature)
    }
  })

  it('answers null for a signature that can not be made and refuses an unknown kind', () => {
    expect(runCryptoVector('bip340.sign', { sk: '00'.repeat(32), aux: '00'.repeat(32), msg: '' })).toBeNull()
    expect(() => runCryptoVector('vcc1.credential', {})).toThrow('no crypto vector')
    expect(cryptoVectorKinds).toContain('bip32.parse')
  })
})
