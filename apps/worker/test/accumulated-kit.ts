import type { TestBrowser } from '@vc/api/testing'
import {
  answerVote,
  type BallotMember,
  collectiveDescriptor,
  collectiveSecret,
  commitToVote,
  credentialMember,
  credentialOf,
  credentialSecret,
  fromHex,
  hash160,
  numberToBytes,
  readVoteRequest,
  sha256,
  toHex,
  utf8,
  type VoteNonces,
  type WrittenRequest,
} from '@vc/crypto'
import { nodeArithmetic } from '@vc/crypto/node-collective'
import { must } from '@vc/kernel'
import { collectiveScript, type NamedOutput, voteDigests } from '@vc/ledger'
import { votesOver } from '@vc/settlement'
import { readTransaction } from './worker-kit.ts'

export const arithmetic = nodeArithmetic()

export type Paper = {
  readonly kind: string
  readonly transaction: string
  readonly named: readonly { readonly amount: string; readonly script: string }[]
  readonly round: {
    readonly round: number
    readonly request: {
      readonly voters: readonly number[]
      readonly requests: readonly WrittenRequest[]
    } | null
  }
}
type Person = { readonly name: string; readonly owner: Uint8Array }
const noncesOf = (i: number, round: number, at: number): VoteNonces => ({
  ...{ k1: 1000n + BigInt(1000 * at + 10 * round + i), k2: 5000n + BigInt(1000 * at + 10 * round + i) },
})

/** A collective of VCC1 of these people, whose credentials the test has; `network` tells the chain's id once there is one. */
export function accumulatedOf(people: readonly Person[], threshold: number, network: () => Uint8Array) {
  const secrets = people.map(({ name }) => collectiveSecret(sha256(utf8(`seed of ${name}`))))
  const members: readonly BallotMember[] = people.map(({ owner }, i) =>
    credentialMember({ secret: secrets[i] ?? 1n, weight: 1, owner, k: 99n + BigInt(i) }, arithmetic),
  )
  const descriptor = must(
    collectiveDescriptor(members.map(credentialOf), threshold, arithmetic),
    'the threshold can be met',
  )
  const id = sha256(descriptor)
  const keyOf = (i: number) => toHex(must(members[i], 'a member').key)

  /** The file of its members' lines. */
  const file = () => {
    const rows = members.map(({ key, possession, owner }, i) =>
      [people[i]?.name, toHex(owner), toHex(key), 1, toHex(possession)].join(','),
    )
    const text = ['name,owner,key,weight,possession', ...rows].join('\n')
    return { fileName: 'm.csv', content: Buffer.from(text).toString('base64'), kind: 'VCC1' }
  }

  const paperOf = async (browser: TestBrowser, proposalId: string) =>
    (await browser.ask('collectives.proposal', { proposalId })).value as Paper

  /** What a vote wants signed, computed from its bytes. */
  async function digestsOf(browser: TestBrowser, proposalId: string) {
    const { transaction, named, kind } = await paperOf(browser, proposalId)
    const outputs = named.map(({ amount, script, ...rest }) => ({
      ...(rest as Pick<NamedOutput, 'element' | 'layer'>),
      ...{ amount: BigInt(amount), script: fromHex(script) },
    }))
    const signing = { tx: readTransaction(transaction), named: outputs, network: network() }
    return voteDigests(signing, votesOver(kind))
  }

  /** The first round of a member: numbers for everything that is voted on. */
  async function commit(browser: TestBrowser, proposalId: string, i: number, round = 0) {
    const commitments = (await digestsOf(browser, proposalId)).map((_, at) => {
      const { T1, T2 } = commitToVote(noncesOf(i, round, at), arithmetic)
      return toHex(numberToBytes(T1, 256)) + toHex(numberToBytes(T2, 256))
    })
    return (await browser.call('collectives.commit', { proposalId, key: keyOf(i), commitments })).code
  }

  /** The second: an answer to what the fixed voters are asked, false by `lie`. */
  async function answer(
    browser: TestBrowser,
    proposalId: string,
    i: number,
    { round = 0, lie = 0n, under = descriptor } = {},
  ) {
    const { round: of } = await paperOf(browser, proposalId)
    const r = must(credentialSecret(must(members[i], 'a member'), secrets[i] ?? 1n, arithmetic), 'a secret')
    const answers = (await digestsOf(browser, proposalId)).map((message32, at) => {
      const request = readVoteRequest(must(of.request?.requests[at], 'voters are asked'))
      const mine = { request, descriptor: under, message32, nonces: noncesOf(i, round, at), r: r + lie }
      return toHex(numberToBytes(answerVote(mine, arithmetic), 32))
    })
    return (await browser.call('collectives.answer', { proposalId, key: keyOf(i), answers })).code
  }

  return {
    ...{ members, descriptor, id, keyOf, file, commit, answer },
    ...{ script: collectiveScript(id), account: toHex(hash160(id)) },
  }
}
