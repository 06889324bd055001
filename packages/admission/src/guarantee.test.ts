import { expect, test } from 'vitest'
import {
  checkGuarantees,
  coverOf,
  decideAdvice,
  type Guarantee,
  type GuaranteeBackground,
  type GuaranteeRefusal,
  type GuaranteeStanding,
  type GuaranteeWarning,
  guaranteeWarnings,
} from './guarantee.ts'

const thing = (change: Partial<Guarantee> = {}): Guarantee => ({
  ...{ kind: 'right', reference: 'nfr/1', description: 'Forty landscapes', cover: 600n },
  ...change,
})
const standing = (change: Partial<GuaranteeStanding> = {}): GuaranteeStanding => ({
  ...{ isThere: true, isOwn: true, worth: 1_000n, pledgedTo: [], consent: null },
  ...change,
})
const one = (of: Partial<Guarantee> = {}, at: Partial<GuaranteeStanding> = {}) => ({
  guarantee: thing(of),
  standing: standing(at),
})

test('guarantees that are there, own, free and worth it are taken; together they cover their sum', () => {
  const list = [one(), one({ kind: 'asset', reference: 'ab', cover: 400n }, { worth: null })]
  expect(checkGuarantees(list)).toBeUndefined()
  expect(coverOf(list)).toBe(1_000n)
})

test('a collective covers nothing until its members have voted to answer for this debt', () => {
  const of = (consent: GuaranteeStanding['consent']) => coverOf([one({ kind: 'collective' }, { consent })])
  expect([of('not-asked'), of('voting'), of('ends-early'), of('given')]).toEqual([0n, 0n, 0n, 600n])
})

const refused: Record<GuaranteeRefusal['code'], ReturnType<typeof one>[]> = {
  'guarantee-gone': [one({}, { isThere: false })],
  'guarantee-foreign': [one({}, { isOwn: false })],
  'guarantee-pledged': [one({ kind: 'certificates' }, { pledgedTo: ['another'] })],
  'guarantee-over-worth': [one({}, { worth: 599n })],
  'guarantee-twice': [one(), one({ cover: 1n })],
}
test.each(Object.entries(refused))('refuses: %s', (code, list) => {
  expect(checkGuarantees(list)).toMatchObject({ code, position: list.length })
})

test('a collective may stand behind many debts, a document may tell of many things; the authority is warned', () => {
  for (const kind of ['collective', 'asset'] as const)
    expect(checkGuarantees([one({ kind }, { pledgedTo: ['another'] })])).toBeUndefined()
})

const background: GuaranteeBackground = { coversElsewhere: [], free: null, isOneself: false }
const warned: Record<GuaranteeWarning['code'], ReturnType<typeof one> & { background: GuaranteeBackground }> =
  {
    'appraised-otherwise': {
      ...one({ kind: 'asset' }),
      background: { ...background, coversElsewhere: [599n] },
    },
    'document-elsewhere': { ...one({ kind: 'asset' }, { pledgedTo: ['another'] }), background },
    unappraised: { ...one({}, { worth: null }), background },
    'standing-shared': { ...one({ kind: 'collective' }, { pledgedTo: ['another'] }), background },
    'standing-thin': { ...one({ kind: 'collective' }), background: { ...background, free: 599n } },
    'members-not-asked': { ...one({ kind: 'collective' }, { consent: 'not-asked' }), background },
    'members-voting': { ...one({ kind: 'collective' }, { consent: 'voting' }), background },
    'answer-ends-early': { ...one({ kind: 'collective' }, { consent: 'ends-early' }), background },
    'answers-for-itself': { ...one({ kind: 'collective' }), background: { ...background, isOneself: true } },
  }
test.each(Object.entries(warned))('warns: %s', (code, of) => {
  expect(guaranteeWarnings([{ ...one(), background }, of])).toEqual([{ code, position: 2 }])
})

const advice = { amount: 1_000n, cover: 1_000n, advised: 500n, over: 0n }
test('full cover below the advised ceiling needs no word of anybody', () => {
  expect(decideAdvice(advice, undefined).ok).toBe(true)
})

test('less than full cover, or more than is advised, is refused until the authority has said so', () => {
  const short = { ...advice, cover: 999n }
  expect(decideAdvice(short, undefined)).toEqual({
    ok: false,
    refusal: { code: 'guarantee-short', cover: 999n, amount: 1_000n },
  })
  expect(decideAdvice(short, { cover: 999n, over: 0n }).ok).toBe(true)
  const over = { ...advice, over: 1n }
  expect(decideAdvice(over, undefined)).toEqual({
    ok: false,
    refusal: { code: 'advised-ceiling-exceeded', advised: 500n, over: 1n },
  })
  expect(decideAdvice(over, { cover: 0n, over: 1n }).ok).toBe(true)
})

test('what was said does not hold for less cover, or for more debt, than it was said of', () => {
  const said = { cover: 500n, over: 10n }
  expect(decideAdvice({ ...advice, cover: 499n }, said).ok).toBe(false)
  expect(decideAdvice({ ...advice, over: 11n }, said).ok).toBe(false)
})
