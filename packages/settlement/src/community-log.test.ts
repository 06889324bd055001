import { toHex } from '@vc/crypto'
import { expect, test } from 'vitest'
import { type UnionTerms, unionGenesis } from './community.ts'
import {
  checkpointOf,
  checkRoles,
  communityEntries,
  type Decision,
  rolesAfter,
  rolesMark,
} from './community-log.ts'

const [mill, growers, lin] = ['0a', '0b', '0c'].map((byte) => byte.repeat(48)) as [string, string, string]
const member = (name: string, role: 'leader' | 'cooperative' | 'farm', credential: string) => ({
  ...{ name, role, credential, weight: 1, account: '0d'.repeat(20) },
})
const terms: UnionTerms = {
  ...{ name: '绿谷', collective: '0e'.repeat(32) },
  members: [
    member('Mill', 'leader', mill),
    member('Growers', 'cooperative', growers),
    member('Lin', 'farm', lin),
  ],
}
const roles = new Map(terms.members.map(({ credential, role }) => [credential, role]))
const given = (credential: string, role: 'leader' | 'cooperative' | 'farm' | 'none') => ({
  ...{ name: 'One', account: '0d'.repeat(20), credential, role },
})

test('one leads at any time: another comes only when the first goes', () => {
  expect(checkRoles(roles, [given(growers, 'leader')])).toBe('union-leader-twice')
  expect(checkRoles(roles, [given(growers, 'leader'), given(mill, 'cooperative')])).toBeUndefined()
  expect(checkRoles(roles, [given(mill, 'none')])).toBe('union-leader-missing')
  expect(checkRoles(roles, [given(growers, 'none'), given(lin, 'none')])).toBe('union-alone')
})

test('what changes nothing is no change', () => {
  expect(checkRoles(roles, [])).toBe('roles-same')
  expect(checkRoles(roles, [given(lin, 'farm')])).toBe('roles-same')
  expect(checkRoles(roles, [given('0f'.repeat(48), 'none')])).toBe('roles-same')
})

test('roles that were taken away are gone, new ones are there', () => {
  const after = rolesAfter(roles, [
    given(lin, 'none'),
    given(growers, 'farm'),
    given('0f'.repeat(48), 'farm'),
  ])
  expect([...after]).toEqual([
    [mill, 'leader'],
    [growers, 'farm'],
    ['0f'.repeat(48), 'farm'],
  ])
})

test('the mark binds who gets which role in which vote', () => {
  const asked = {
    collective: terms.collective,
    vote: '00000000-0000-4000-8000-000000000000',
    roles: [given(lin, 'none')],
  }
  const owner = new Uint8Array(20)
  const mark = toHex(rolesMark(asked, owner).to)
  const others = [
    { ...asked, collective: '0f'.repeat(32) },
    { ...asked, vote: '00000000-0000-4000-8000-000000000001' },
    { ...asked, roles: [given(lin, 'cooperative')] },
    { ...asked, roles: [given(mill, 'none')] },
  ]
  for (const other of others) expect(toHex(rolesMark(other, owner).to)).not.toBe(mark)
})

const decisions: readonly Decision[] = [
  { kind: 'payment', txid: '11'.repeat(32), purpose: 'Seed' },
  { kind: 'members', txid: '22'.repeat(32), purpose: 'One leaves', descriptor: '02' },
  { kind: 'roles', txid: '33'.repeat(32), purpose: 'Lin stops', roles: [given(lin, 'none')] },
]

test('the chain begins with its founding, and what is decided later changes no checkpoint before', () => {
  const founded = communityEntries(terms, [])
  const grown = communityEntries(terms, decisions)
  expect(checkpointOf(founded)).toEqual({ size: 4, hash: toHex(unionGenesis(terms)) })
  expect(checkpointOf(grown, 4)).toEqual(checkpointOf(founded))
  expect(checkpointOf(grown)?.size).toBe(7)
  expect(checkpointOf(grown, 8)).toBeUndefined()
})

test.each([
  ['another purpose', [{ ...decisions[0], purpose: 'Sand' }, ...decisions.slice(1)]],
  ['another transaction', [{ ...decisions[0], txid: '44'.repeat(32) }, ...decisions.slice(1)]],
  ['other members', [...decisions.slice(0, 1), { ...decisions[1], descriptor: '03' }, ...decisions.slice(2)]],
  ['other roles', [...decisions.slice(0, 2), { ...decisions[2], roles: [given(mill, 'none')] }]],
  ['another order', decisions.toReversed()],
] as [string, Decision[]][])('%s gives another checkpoint', (_, altered) => {
  expect(checkpointOf(communityEntries(terms, altered))?.hash).not.toBe(
    checkpointOf(communityEntries(terms, decisions))?.hash,
  )
})
