import { expect, test } from 'vitest'
import { listAfter } from './list-descriptor.ts'

test('after a change those who stay keep their order, and who comes follows them, be keys bytes or hex', () => {
  const before = ['0a', '0b', '0c'].map((key) => ({ key }))
  const change = { goes: ['0b', 'ff'], comes: [{ key: '0d' }] }
  expect(listAfter(before, change)).toEqual([{ key: '0a' }, { key: '0c' }, { key: '0d' }])
  const bytes = (byte: number) => ({ key: new Uint8Array([byte]) })
  expect(listAfter([bytes(10), bytes(11)], { goes: ['0b'], comes: [bytes(13)] })).toEqual([
    bytes(10),
    bytes(13),
  ])
})
