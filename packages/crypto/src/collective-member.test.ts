import { expect, test } from 'vitest'
import { nodeArithmetic } from './backend-node-collective.ts'
import { utf8 } from './bytes.ts'
import { isCredential, isRollOf } from './collective.ts'
import { collectiveSecret, credentialMember, credentialOf, credentialSecret } from './collective-member.ts'
import { hash160, sha256 } from './hash.ts'

const arithmetic = nodeArithmetic()
const seed = sha256(utf8('a seed'))
const owner = hash160(utf8('an account'))
const secret = collectiveSecret(seed)
const member = credentialMember({ secret, weight: 3, owner, k: 77n }, arithmetic)

test('a member of VCC1 made out of a seed proves possession, and the same seed finds its secret again', () => {
  expect([member.key.length, member.possession.length]).toEqual([256, 64])
  expect(isCredential(credentialOf(member), arithmetic)).toBe(true)
  expect(isCredential(credentialOf({ ...member, weight: 4 }), arithmetic)).toBe(false)
  expect(isCredential(credentialOf({ ...member, owner: hash160(owner) }), arithmetic)).toBe(false)
  const r = credentialSecret(member, secret, arithmetic) ?? 0n
  expect(r >= secret).toBe(true)
  const again = credentialMember({ secret: r, weight: 3, owner, k: 5n }, arithmetic)
  expect(again.key).toEqual(member.key)
})

test('bytes that are no witness call nobody', () => {
  expect(isRollOf(new Uint8Array(1153), [credentialOf(member)])).toBe(false)
})
