import { expect, test } from 'vitest'
import { openBlstSigner } from './backend-blst.ts'
import { isBallotMember, registerBallotMember } from './ballot.ts'
import { nobleBallotCurve } from './ballot-keys.ts'
import { ballotSecret } from './ballot-secret.ts'
import { toHex } from './bytes.ts'

test('a seed has one credential, another seed has another, and it proves its possession', () => {
  const seed = new Uint8Array(64).fill(1)
  expect(toHex(ballotSecret(seed))).toBe(toHex(ballotSecret(new Uint8Array(64).fill(1))))
  expect(toHex(ballotSecret(seed))).not.toBe(toHex(ballotSecret(new Uint8Array(64).fill(2))))
  const member = registerBallotMember(ballotSecret(seed), 1, new Uint8Array(20).fill(3))
  expect(isBallotMember(member, nobleBallotCurve)).toBe(true)
  expect(isBallotMember({ ...member, weight: 2 }, nobleBallotCurve)).toBe(false)
})

test('blst signs as noble does', async () => {
  const [secret, owner] = [ballotSecret(new Uint8Array(64).fill(1)), new Uint8Array(20)]
  const signer = await openBlstSigner()
  if (!signer) return console.warn('the binding of blst is absent: its signer is not compared')
  expect(registerBallotMember(secret, 7, owner, signer)).toEqual(registerBallotMember(secret, 7, owner))
})
