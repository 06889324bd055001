import {
  type BallotMember,
  ballotDescriptor,
  fromHex,
  hash160,
  listDescriptor,
  sha256,
  toHex,
  utf8,
} from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  collectiveScript,
  encodeTransaction,
  keyHashScript,
  MANAGEMENT,
  RECORD,
  recordScript,
  TRANSFER,
  txidOf,
  VALUE,
  writeRecord,
} from '@vc/ledger'
import { expect, test } from 'vitest'
import { type Change, checkChange, type Describe } from './read-change.ts'
import { readVote } from './read-vote.ts'
import type { Vote } from './stages.ts'

const owner = hash160(utf8('an account'))
const memberOf = (i: number): Omit<BallotMember, 'possession'> => ({
  ...{ key: new Uint8Array(48).fill(i), weight: i, owner },
})
const shown = ({ key, weight }: Omit<BallotMember, 'possession'>) => ({
  ...{ key: toHex(key), weight, owner: toHex(owner) },
})
const line = (i: number, comes: boolean) => ({
  ...{ comes, name: `Member ${i}`, ...shown(memberOf(i)) },
})

/** Members 1, 2, 3 become 1, 3, 4, and four votes decide; what the vote's page was given. */
function changed(id = sha256(utf8('a collective'))) {
  const descriptor = must(ballotDescriptor([1, 2, 3].map(memberOf), 4), 'the threshold can be met')
  const value = must(ballotDescriptor([1, 3, 4].map(memberOf), 5), 'the threshold can be met')
  const script = recordScript('collective', id, value, keyHashScript(owner))
  const place = { txid: sha256(script), index: 0 }
  const commitment = {
    element: VALUE,
    amount: 100n,
    script,
    layer: CIRCULATION,
    kind: TRANSFER,
    height: 1,
  } as const
  const holder = {
    element: VALUE,
    amount: 0n,
    script: collectiveScript(id),
    layer: MANAGEMENT,
    kind: RECORD,
  } as const
  const draft = writeRecord({
    ...{ table: 'collective', key: id, value, holderScript: collectiveScript(id) },
    commitment: { outpoint: place, output: commitment },
    holder: { outpoint: { ...place, index: 1 }, output: { ...holder, height: 1 } },
  })
  const named = [commitment, holder].map(({ element, layer, amount, script: of }) => ({
    ...{ element, layer, amount: String(amount), script: toHex(of) },
  }))
  const collective = { id: 'c', name: 'Growers', ledgerId: toHex(id) }
  const vote = {
    ...{ transaction: toHex(encodeTransaction(draft)), txid: toHex(txidOf(draft)), named, collective },
    ...{ descriptor: toHex(descriptor), network: '00'.repeat(32), decimals: 2 },
  }
  const terms = { threshold: 4, weight: 6, count: 3 }
  const change: Change = {
    before: [1, 2, 3].map(memberOf).map(shown),
    lines: [line(2, false), line(4, true)],
    nextDescriptor: toHex(value),
    terms: { before: terms, after: { threshold: 5, weight: 8, count: 3 } },
  }
  return { vote: vote as Partial<Vote> as Vote, change }
}

const describe: Describe = async ({ of, lists }) =>
  lists.map(({ members, threshold }) => listDescriptor(of, members, threshold))
const check = ({ vote, change }: ReturnType<typeof changed>) =>
  checkChange({ vote, leg: readVote(vote).leg, change }, describe)

test('a change is voted on when the lists shown are those that the bytes name', async () => {
  await check(changed())
  expect(readVote(changed().vote).voted).toEqual([1])
})

test('a list that hides who comes or goes, other votes, another threshold or another collective are not', async () => {
  const { vote, change } = changed()
  const lies: readonly Partial<Change>[] = [
    { lines: change.lines.slice(0, 1) },
    { lines: change.lines.slice(1) },
    { lines: [line(2, false), line(5, true)] },
    { before: change.before.slice(1) },
    { before: change.before.map((member) => ({ ...member, weight: 1 })) },
    { terms: { ...change.terms, after: change.terms.before } },
  ]
  for (const lie of lies)
    await expect(check({ vote, change: { ...change, ...lie } })).rejects.toThrow('change-differs')
  const elsewhere = { ...vote, collective: { ...vote.collective, ledgerId: toHex(fromHex('ab'.repeat(32))) } }
  await expect(check({ vote: elsewhere, change })).rejects.toThrow('change-differs')
})
