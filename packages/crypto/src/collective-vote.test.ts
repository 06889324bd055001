import { expect, test } from 'vitest'
import { nodeArithmetic } from './backend-node-collective.ts'
import { bytesToNumber, utf8 } from './bytes.ts'
import { collectiveDescriptor, isCredential, isRollOf, verifyCollective } from './collective.ts'
import { credentialOrder } from './collective-parameters.ts'
import {
  answerVote,
  commitToVote,
  isVoteAnswer,
  joinVote,
  makeCredential,
  requestVote,
} from './collective-vote.ts'
import { sha256 } from './hash.ts'

const arithmetic = nodeArithmetic()
/** Scalars at which the search for a prime ends at once. */
const found = [1706n, 2297n, 3193n]
const members = found.map((r, i) =>
  makeCredential({ s: 1n << BigInt(i), weight: 1n, r, k: 7n + BigInt(i) }, arithmetic),
)
const credentials = members.map(({ credential }) => credential)
const descriptor = collectiveDescriptor(credentials, 2) ?? new Uint8Array(0)
const message32 = sha256(utf8('spend'))

function vote(voters: readonly number[], message = message32) {
  const chosen = voters.flatMap((i) => members[i] ?? [])
  const nonces = voters.map((i) => ({ k1: 1000n + BigInt(i), k2: 2000n + BigInt(i) }))
  const asked = chosen.map(({ credential }, i) => ({
    credential,
    commitment: commitToVote(nonces[i] ?? { k1: 1n, k2: 1n }, arithmetic),
  }))
  const request = requestVote(asked)
  const of = { request, descriptor, message32: message }
  const answers = chosen.map(({ r }, i) =>
    answerVote({ ...of, r, nonces: nonces[i] ?? { k1: 1n, k2: 1n } }, arithmetic),
  )
  const right = asked.map((voter, i) => isVoteAnswer({ ...of, voter, answer: answers[i] ?? 0n }, arithmetic))
  const wrong = asked.map((voter, i) =>
    isVoteAnswer({ ...of, voter, answer: (answers[i] ?? 0n) + 1n }, arithmetic),
  )
  const chosenCredentials = asked.map(({ credential }) => credential)
  const witness = joinVote({ ...of, members: credentials, voters: chosenCredentials, answers }, arithmetic)
  return { witness, right, wrong }
}

test('a member registers, and its credential is one', () => {
  expect(credentials.every((credential) => isCredential(credential, arithmetic))).toBe(true)
})

test('two of three members vote; an answer that is not theirs is found before it is joined', () => {
  const { witness, right, wrong } = vote([0, 2])
  expect(witness).toHaveLength(1153)
  expect([right, wrong]).toEqual([
    [true, true],
    [false, false],
  ])
  expect(verifyCollective(descriptor, message32, witness, arithmetic)).toBe(2)
  expect(verifyCollective(descriptor, sha256(message32), witness, arithmetic)).toBeUndefined()
})

test('descriptor and witness are of one size, however many are members and vote', () => {
  const sizes = [[0], [0, 2], [0, 1, 2]].map((voters) => vote(voters).witness.length)
  expect(sizes).toEqual([1153, 1153, 1153])
  const more = Array.from({ length: 40 }, (_, i) => ({ c: 2n ** 300n + BigInt(i), S: 1n << BigInt(i) }))
  const of = (count: number) => collectiveDescriptor(more.slice(0, count) as typeof credentials, 1)
  expect([of(1), of(40)].map((one) => one?.length)).toEqual([297, 297])
})

test('the roll call of a witness is of those who voted, and of nobody else', () => {
  const { witness } = vote([0, 2])
  const roll = (...voters: readonly number[]) =>
    isRollOf(
      witness,
      voters.flatMap((i) => credentials[i] ?? []),
    )
  expect(roll(0, 2)).toBe(true)
  expect([roll(0, 1), roll(0), roll(0, 1, 2), roll(0, 2, 2)]).toEqual([false, false, false, false])
})

test('one vote misses the threshold', () => {
  expect(verifyCollective(descriptor, message32, vote([1]).witness, arithmetic)).toBeUndefined()
})

test('the same nonces in two votes do not give the secret away at once: the second is bound to the message', () => {
  const [member] = members
  if (member === undefined) throw new Error('a member')
  const nonces = { k1: 1000n, k2: 2000n }
  const { credential, r } = member
  const request = requestVote([{ credential, commitment: commitToVote(nonces, arithmetic) }])
  const seen = [message32, sha256(message32)].map((message) => {
    const of = { request, descriptor, message32: message }
    const answers = [answerVote({ ...of, nonces, r }, arithmetic)]
    const witness = joinVote({ ...of, members: credentials, voters: [credential], answers }, arithmetic)
    return { z: bytesToNumber(witness.subarray(65, 97)), chi: bytesToNumber(witness.subarray(33, 65)) }
  })
  const [one, two] = seen
  if (one === undefined || two === undefined) throw new Error('two votes')
  // Were only k1 and chi·r in an answer, the difference of two would be r times that of their challenges.
  const order = credentialOrder
  const secret = (((one.chi - two.chi) * r - (one.z - two.z)) % order) + order
  expect(secret % order).not.toBe(0n)
})
