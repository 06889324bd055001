import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { nodeArithmetic } from './backend-node-collective.ts'
import { plainArithmetic } from './collective-arithmetic.ts'
import { runCollectiveVector } from './vectors-collective.ts'

type Case = {
  readonly name: string
  readonly kind: string
  readonly input: unknown
  readonly expect: unknown
}

const shared = process.env.VC_SHARED ?? new URL('../../../../shared', import.meta.url).pathname
const file = `${shared}/vectors/vcc1.json`
const missing = !existsSync(file)
if (missing) console.warn(`SKIPPED: the shared vectors are not at ${file}`)
const cases: readonly Case[] = missing ? [] : JSON.parse(readFileSync(file, 'utf8')).cases

describe.skipIf(missing)('collective votes', () => {
  const named = cases.map((one) => [`${one.kind}: ${one.name}`, one] as const)
  describe.each([
    ['BigInt', plainArithmetic],
    ['OpenSSL', nodeArithmetic()],
  ] as const)('by %s', (_, arithmetic) => {
    test.each(named)('%s', (_name, one) => {
      expect(runCollectiveVector(one.kind, one.input, arithmetic)).toEqual(one.expect)
    })
  })
})
