import { inclusionProof, toHex, verifyInclusion } from '@vc/crypto'
import { expect, test } from 'vitest'
import {
  checkUnion,
  communityId,
  foundingEntries,
  isFoundedAs,
  type UnionTerms,
  unionGenesis,
} from './community.ts'

const member = (name: string, role: 'leader' | 'cooperative' | 'farm') => ({
  ...{ name, role, weight: 1 },
  ...{ account: '0a'.repeat(20), credential: '0b'.repeat(48) },
})
const terms: UnionTerms = {
  ...{ name: '绿谷', collective: '0c'.repeat(32) },
  members: [member('Mill', 'leader'), member('Growers', 'cooperative'), member('Lin', 'farm')],
}

test('one company leads, and somebody is with it', () => {
  expect(checkUnion(['leader', 'farm'])).toBeUndefined()
  expect(checkUnion(['cooperative', 'farm'])).toBe('union-leader-missing')
  expect(checkUnion(['leader'])).toBe('union-alone')
})

test('a member proves to be of the founding by an inclusion proof under the genesis', () => {
  const entries = foundingEntries(terms)
  const [root, index] = [unionGenesis(terms), 2]
  const leaf = entries[index] ?? new Uint8Array()
  const proof = inclusionProof(entries, index)
  expect(verifyInclusion({ root, leaf, index, size: entries.length, proof })).toBe(true)
  expect(verifyInclusion({ root, leaf, index: 1, size: entries.length, proof })).toBe(false)
})

test.each([
  ['another name', { name: '青谷' }],
  ['another collective', { collective: '0d'.repeat(32) }],
  ['another order', { members: terms.members.toReversed() }],
  ['another role', { members: [...terms.members.slice(0, 2), member('Lin', 'cooperative')] }],
  ['one less', { members: terms.members.slice(0, 2) }],
])('%s is another community', (_, change) => {
  const genesis = unionGenesis(terms)
  const listed = { genesis: toHex(genesis), id: toHex(communityId(genesis)) }
  expect(isFoundedAs(terms, listed)).toBe(true)
  expect(isFoundedAs({ ...terms, ...change }, listed)).toBe(false)
  expect(isFoundedAs(terms, { ...listed, id: '00'.repeat(32) })).toBe(false)
})
