import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
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
  test.each(cases.map((one) => [`${one.kind}: ${one.name}`, one] as const))('%s', (_, one) => {
    expect(runCollectiveVector(one.kind, one.input)).toEqual(one.expect)
  })
})
