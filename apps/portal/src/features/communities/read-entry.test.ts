import { communityEntries } from '@vc/settlement'
import { expect, test } from 'vitest'
import { readEntry } from './read-entry.ts'

test('founding, members and decisions are read in their own words, anything else is shown as it is', () => {
  const member = { name: 'Mill', role: 'leader', account: '0a', credential: '0b', weight: 1 } as const
  const entries = communityEntries({ name: '绿谷', collective: '0c', members: [member] }, [
    { kind: 'payment', txid: '0d', purpose: 'Seed' },
    { kind: 'wish', txid: '0e', purpose: 'A wish' },
  ])
  expect(entries.map((entry) => readEntry(new TextDecoder().decode(entry)))).toEqual([
    { kind: 'farm-union', words: '绿谷', txid: undefined },
    { kind: 'member', words: 'Mill', txid: undefined },
    { kind: 'payment', words: 'Seed', txid: '0d' },
    { kind: 'other', words: 'A wish', txid: '0e' },
  ])
  expect(readEntry('[1]')).toEqual({ kind: 'other', words: '[1]', txid: undefined })
})
