import { utf8 } from '@vc/crypto'
import { parseTable } from '@vc/tabular'
import { describe, expect, test } from 'vitest'
import { parseEvents } from './parse-events.ts'
import { pointsOf, REFERRAL_POINTS } from './points.ts'

const [mei, friend] = ['aa'.repeat(20), 'bb'.repeat(20)]
const rules = { titles: new Map([['SKY', 't']]), booked: new Set(['old']), decimals: 2 }

function read(...lines: string[]) {
  const table = parseTable(utf8(['event,title,kind,player,referrer,amount', ...lines].join('\n')))
  const parsed = table.ok ? parseEvents(table.value, rules) : undefined
  if (!parsed?.ok) throw new Error('no events')
  return parsed.value
}

describe('play events', () => {
  test('book a point for play, one for each whole unit paid, and ten to who brought a player that pays', () => {
    const { events, bad } = read(`e1,SKY,play,${mei},${friend},`, `e2,SKY,top-up,${mei},${friend},12.99`)
    expect(bad).toEqual([])
    expect(events.flatMap((one) => pointsOf(one, 2))).toMatchObject([
      { event: 'e1', account: mei, reason: 'play', points: 1n },
      { event: 'e2', account: mei, reason: 'top-up', points: 12n },
      { event: 'e2', account: friend, reason: 'referral', points: REFERRAL_POINTS },
    ])
  })

  test.each([
    ['event-name', `,SKY,play,${mei},,`],
    ['event-booked', `old,SKY,play,${mei},,`],
    ['title-unknown', `e,SEA,play,${mei},,`],
    ['event-kind', `e,SKY,gift,${mei},,`],
    ['account-format', 'e,SKY,play,mei,,'],
    ['account-format', `e,SKY,play,${mei},friend,`],
    ['own-referral', `e,SKY,play,${mei},${mei},`],
    ['amount-missing', `e,SKY,purchase,${mei},,`],
  ])('are told with %s', (code, line) => {
    expect(read(line).bad).toMatchObject([{ line: 2, code }])
  })

  test('count once under one name', () => {
    expect(read(`e,SKY,play,${mei},,`, `e,SKY,play,${mei},,`).bad).toMatchObject([
      { line: 3, code: 'row-repeated' },
    ])
  })
})
