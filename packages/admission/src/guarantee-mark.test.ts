import { utf8Text } from '@vc/kernel'
import { parseStandard } from '@vc/ledger'
import { expect, test } from 'vitest'
import { type Guarantee, guaranteesMark, guaranteesText } from './index.ts'

const barn: Guarantee = { kind: 'asset', reference: '0a'.repeat(32), description: 'A barn', cover: 500n }
const key = new Uint8Array(16).fill(9)
const debtor = new Uint8Array(20).fill(7)

test('guarantees have one text, in which every word and every amount counts', () => {
  expect(utf8Text(guaranteesText([barn]))).toBe(
    `[{"cover":"500","description":"A barn","kind":"asset","reference":"${barn.reference}"}]`,
  )
  const changes: Partial<Guarantee>[] = [{ cover: 501n }, { description: 'a barn' }, { kind: 'right' }]
  for (const change of changes)
    expect(guaranteesMark(key, [{ ...barn, ...change }], debtor)).not.toEqual(
      guaranteesMark(key, [barn], debtor),
    )
  expect(guaranteesMark(key, [barn, barn], debtor)).not.toEqual(guaranteesMark(key, [barn], debtor))
  expect(guaranteesMark(key.toReversed().fill(8), [barn], debtor)).not.toEqual(
    guaranteesMark(key, [barn], debtor),
  )
})

test("the mark lies under a record script of the debtor's key: it is the debtor's, and no purse", () => {
  const read = parseStandard(guaranteesMark(key, [barn], debtor))
  expect(read?.name === 'record' && read.guard.name === 'key-hash' && read.guard.hash).toEqual(debtor)
})
