import {
  answerVote,
  ballotDescriptor,
  ballotPublicKey,
  type CollectiveCredential,
  castBallot,
  collectiveDescriptor,
  commitToVote,
  concatBytes,
  encodeBallotMember,
  firstBallotLink,
  joinVote,
  makeCredential,
  nextBallotLink,
  numberToBytes,
  requestVote,
  sha256,
  taggedHash,
  utf8,
} from '@vc/crypto'
import { nodeArithmetic, openSignatureChecks } from '@vc/crypto/native'
import { assert, must } from '@vc/kernel'
import { measure, print, timed } from './measure.ts'

const sizes = (process.env.BENCH_MEMBERS ?? '10,100,1000').split(',').map(Number)
const verifications = 20
const message32 = sha256(utf8('a vote'))
const arithmetic = nodeArithmetic()
/** Order of the group of BLS12-381. */
const ballotOrder = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n

type Vote = {
  readonly descriptor: Uint8Array
  readonly witness: Uint8Array
  readonly partOf?: (link: Uint8Array) => Uint8Array | undefined
}

/**
 * Votes of collectives of both kinds verified, by the number of members. BENCH_MEMBERS=10,100,1000,10000 takes the
 * largest too: making its vote of VCC1 takes most of a minute, verifying it no longer than any other.
 */
export async function benchCollective(): Promise<void> {
  const { checks } = await openSignatureChecks()
  const { votes } = must(checks.collectives, 'native checks know collectives')
  for (const [kind, make, backend] of [
    ['VCC1', numberVote, 'OpenSSL'],
    ['VCB1', ballotVote, 'blst'],
  ] as const) {
    for (const members of sizes) {
      const { descriptor, witness, partOf = () => undefined } = make(members)
      const what = { bench: 'collective', case: `${kind}, ${members} members`, backend }
      const verify = () => {
        for (let n = 0; n < verifications; n += 1) {
          assert(votes(descriptor, message32, witness, partOf) !== undefined, 'the vote holds')
        }
      }
      verify()
      await measure({ ...what, unit: 'ms' }, () => timed(verifications, verify))
      print({ ...what, case: `${what.case}, witness`, unit: 'bytes' }, witness.length)
    }
  }
}

/** Scalars at which the search for a prime ends at once. */
const found = [1706n, 2297n, 3193n]

/** Three members vote. The rest are odd numbers of the right size: no step of verifying a vote sees them. */
function numberVote(members: number): Vote {
  const voters = found.map((r, i) => makeCredential({ s: 1n << BigInt(i), weight: 1n, r, k: 7n }, arithmetic))
  const credentials = voters.map(({ credential }) => credential)
  const all = [...credentials, ...Array.from({ length: members - found.length }, (_, n) => silentMember(n))]
  const descriptor = must(collectiveDescriptor(all, 2, arithmetic), 'a descriptor')
  const nonces = found.map((_, i) => ({ k1: 1_000n + BigInt(i), k2: 2_000n + BigInt(i) }))
  const asked = credentials.map((credential, i) => ({
    credential,
    commitment: commitToVote(must(nonces[i], 'nonces'), arithmetic),
  }))
  const of = { request: requestVote(asked), descriptor, message32 }
  const answers = voters.map(({ r }, i) =>
    answerVote({ ...of, r, nonces: must(nonces[i], 'nonces') }, arithmetic),
  )
  return { descriptor, witness: joinVote({ ...of, members: all, voters: credentials, answers }, arithmetic) }
}

function silentMember(n: number): CollectiveCredential {
  const parts = Array.from({ length: 8 }, (_, i) => taggedHash('bench', numberToBytes(BigInt(8 * n + i), 4)))
  const c = BigInt(`0x${Buffer.from(concatBytes(...parts)).toString('hex')}`) | (1n << 2040n) | 1n
  return { c: c & ((1n << 2047n) - 1n), S: 1n, chi: 0n, z: 0n }
}

/** A majority votes; their signatures are made in one, with the sum of their secrets. */
function ballotVote(members: number): Vote {
  const secrets = Array.from({ length: members }, (_, n) => numberToBytes(BigInt(n + 1), 32))
  const [owner, possession] = [new Uint8Array(20), new Uint8Array(96)]
  const list = secrets.map((secret) => ({ key: ballotPublicKey(secret), weight: 1, owner, possession }))
  const voters = Math.floor(members / 2) + 1
  const descriptor = must(ballotDescriptor(list, voters), 'a descriptor')
  const sum = (BigInt(voters) * BigInt(voters + 1)) / 2n
  const bitmap = new Uint8Array(Math.ceil(members / 8))
  for (let n = 0; n < voters; n += 1) bitmap[n >> 3] = (bitmap[n >> 3] ?? 0) | (1 << (n & 7))
  const signature = castBallot(descriptor, message32, numberToBytes(sum % ballotOrder, 32))
  const part = concatBytes(firstBallotLink, ...list.map(encodeBallotMember))
  const last = Buffer.from(list.reduce(nextBallotLink, firstBallotLink))
  const partOf = (link: Uint8Array) => (last.equals(link) ? part : undefined)
  return { descriptor, witness: concatBytes(Uint8Array.of(2), signature, bitmap), partOf }
}
