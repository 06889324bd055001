import {
  type BallotMember,
  ballotDescriptor,
  castBallot,
  concatBytes,
  joinBallots,
  registerBallotMember,
  sha256,
  signSchnorr,
  utf8,
} from '@vc/crypto'
import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { parseStandard } from '../script/parse-standard.ts'
import { collectiveDebtScript, collectiveScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import type { TestLedger } from '../testing.ts'
import { DEBT_LAYER, type Transaction } from '../transaction.ts'
import { collectiveRecord, listRecords, putVote } from './collective.ts'
import { collectiveLots, openByVote, putRelease, voteAlone, voteDigests } from './collective-debt.ts'
import { giveCredit, renewDebts, repay } from './credit.ts'
import { outputsOf } from './make-transaction.ts'
import type { RecordWrite } from './record.ts'
import { writeRecord } from './record.ts'
import { inputDigest } from './sign.ts'
import { ada, ben, committed, eve, founded, members as roll, signAll } from './test-kit.ts'
import { lockValue, pay, registerStake } from './value.ts'

/** Secrets below the order of the curve. */
const secretOf = (i: number) => Uint8Array.of(0, ...sha256(utf8(`member ${i}`)).subarray(1))
const memberOf = (i: number, weight = 1) => registerBallotMember(secretOf(i), weight, ada.hash)

function submitRecord(ledger: TestLedger, write: RecordWrite, coin: OutputAt, holderScript: Uint8Array) {
  const commitment = ledger.output(committed(ledger, write, coin), 0)
  const tx = writeRecord({ ...write, commitment, holderScript })
  const signed = signAll(ledger, tx, [commitment], [[ada.secret]])
  return { tx: signed, result: ledger.submit(signed) }
}

/** A collective of these members that holds a coin. */
function withCollective(members: readonly BallotMember[], threshold: number) {
  const { ledger, roster, coin } = founded()
  let next = 0
  for (const write of listRecords(members)) {
    expect(submitRecord(ledger, write, coin(next), ada.script).result).toMatchObject({ ok: true })
    next += 1
  }
  const descriptor = must(ballotDescriptor(members, threshold), 'the threshold can be met')
  const record = collectiveRecord(descriptor)
  const script = collectiveScript(record.key)
  const { tx, result } = submitRecord(ledger, record, coin(next), script)
  expect(result).toMatchObject({ ok: true })
  const payment = pay({
    values: [coin(next + 1)],
    payments: [{ to: script, amount: 900n }],
    fee: 100n,
    changeTo: ada.script,
  })
  expect(ledger.submit(signAll(ledger, payment, [coin(next + 1)], [[ada.secret]]))).toMatchObject({
    ok: true,
  })
  const spare = (i: number) => coin(next + 2 + i)
  return {
    ledger,
    roster,
    descriptor,
    record,
    script,
    holder: ledger.output(tx, 0),
    money: ledger.output(payment, 0),
    spare,
  }
}

function voted(
  ledger: TestLedger,
  of: { readonly tx: Transaction; readonly inputs: readonly OutputAt[]; readonly index: number },
  descriptor: Uint8Array,
  voters: readonly number[],
): Transaction {
  const { tx, inputs, index } = of
  const digest = inputDigest({ tx, named: outputsOf(inputs), network: ledger.network }, index)
  const ballots = voters.map((i) => ({ member: i, signature: castBallot(descriptor, digest, secretOf(i)) }))
  return putVote(tx, index, must(joinBallots(descriptor, ballots), 'votes join'))
}

test('a majority of members spends what the collective holds; fewer do not', () => {
  const members = [0, 1, 2].map((i) => memberOf(i))
  const { ledger, descriptor, money } = withCollective(members, 2)
  const payments = [{ to: ben.script, amount: 800n }]
  const tx = pay({ values: [money], payments, fee: 100n, changeTo: ben.script })
  const of = { tx, inputs: [money], index: 0 }
  const wrong = { refusal: { code: 'script', facts: { input: 0, error: 'collective' } } }
  expect(ledger.submit(voted(ledger, of, descriptor, [1]))).toMatchObject(wrong)
  expect(ledger.submit(putVote(tx, 0, new Uint8Array(98).fill(2)))).toMatchObject(wrong)
  expect(ledger.submit(voted(ledger, of, descriptor, [0, 2]))).toMatchObject({ ok: true })
})

test('of eleven members six are a majority and five are not; a vote is for the content that it was given for', () => {
  const members = Array.from({ length: 11 }, (_, i) => memberOf(i))
  const { ledger, descriptor, money } = withCollective(members, 6)
  const paying = (amount: bigint) => {
    const tx = pay({
      values: [money],
      payments: [{ to: ben.script, amount }],
      fee: 100n,
      changeTo: money.output.script,
    })
    return { tx, inputs: [money], index: 0 }
  }
  const refused = { refusal: { code: 'script', facts: { input: 0, error: 'collective' } } }
  const five = [0, 2, 4, 6, 8]
  expect(ledger.submit(voted(ledger, paying(700n), descriptor, five))).toMatchObject(refused)
  const six = voted(ledger, paying(700n), descriptor, [...five, 10])
  const witness = must(six.witnesses[0]?.[0], 'the vote')
  expect(ledger.submit(putVote(paying(701n).tx, 0, witness))).toMatchObject(refused)
  expect(ledger.submit(six)).toMatchObject({ ok: true })
})

test('members register stake of what they hold, and end it, by a vote alone', () => {
  const members = Array.from({ length: 3 }, (_, i) => memberOf(i))
  const { ledger, descriptor, money, script } = withCollective(members, 2)
  const registration = registerStake({
    ...{ values: [money], amount: 800n, fee: 100n },
    ...{ producerKey: eve.key, commitment: sha256(utf8('terms')), ownerScript: script },
  })
  const staked = voted(ledger, { tx: registration, inputs: [money], index: 0 }, descriptor, [0, 1])
  expect(ledger.submit(staked)).toMatchObject({ ok: true })
  const stake = ledger.output(staked, 0)
  expect(parseStandard(stake.output.script)).toMatchObject({
    name: 'stake',
    producerKey: eve.key,
    owner: script,
  })
  const tx = lockValue({ values: [stake], amount: 700n, fee: 100n, owner: script })
  const ending = { tx, inputs: [stake], index: 0 }
  const refused = { refusal: { code: 'script', facts: { input: 0, error: 'collective' } } }
  expect(ledger.submit(voted(ledger, ending, descriptor, [2]))).toMatchObject(refused)
  const digest = inputDigest({ tx, named: outputsOf([stake]), network: ledger.network }, 0)
  const byProducer = [signSchnorr(digest, eve.secret), eve.key]
  expect(ledger.submit({ ...tx, witnesses: [byProducer] })).toMatchObject({ refusal: { code: 'script' } })
  const ended = voted(ledger, ending, descriptor, [1, 2])
  expect(ledger.submit(ended)).toMatchObject({ ok: true })
  expect(ledger.output(ended, 0).output).toMatchObject({ amount: 700n, script, layer: DEBT_LAYER })
})

test('members change by vote, and no output moves', () => {
  const members = [0, 1, 2].map((i) => memberOf(i))
  const { ledger, descriptor, record, script, holder, money, spare } = withCollective(members, 2)
  const more = [...members, memberOf(3, 5)]
  const [part] = listRecords(more.slice(3), descriptor.subarray(13))
  expect(submitRecord(ledger, must(part, 'one part'), spare(0), ada.script).result).toMatchObject({
    ok: true,
  })
  const next = must(ballotDescriptor(more, 5), 'the threshold can be met')
  const write = { ...record, value: next }
  const commitment = ledger.output(committed(ledger, write, spare(1)), 0)
  const inputs = [commitment, holder]
  const tx = signAll(ledger, writeRecord({ ...write, commitment, holder, holderScript: script }), inputs, [
    [ada.secret],
  ])
  expect(ledger.submit(tx)).toMatchObject({ refusal: { code: 'script' } })
  expect(ledger.submit(voted(ledger, { tx, inputs, index: 1 }, descriptor, [0, 1]))).toMatchObject({
    ok: true,
  })
  const spend = pay({
    values: [money],
    payments: [{ to: ben.script, amount: 800n }],
    fee: 100n,
    changeTo: ben.script,
  })
  const of = { tx: spend, inputs: [money], index: 0 }
  expect(ledger.submit(voted(ledger, of, descriptor, [0, 1, 2])).ok).toBe(false)
  expect(ledger.submit(voted(ledger, of, next, [3]))).toMatchObject({ ok: true })
})

test('a part of a list shows possession of every key, stands under its own link, follows what is there, and stays', () => {
  const { ledger, coin } = founded()
  const members = [0, 1].map((i) => memberOf(i))
  const [write] = listRecords(members)
  const part = must(write, 'one part')
  const rogue = members.map((member) => ({ ...member, possession: memberOf(7).possession }))
  const [bad] = listRecords(rogue)
  expect(submitRecord(ledger, must(bad, 'one part'), coin(0), ada.script).result).toMatchObject({
    refusal: { code: 'record-writer', facts: { need: 2, have: 0 } },
  })
  const elsewhere = { ...part, key: sha256(part.key) }
  expect(submitRecord(ledger, elsewhere, coin(1), ada.script).result).toMatchObject({
    refusal: { code: 'record-value' },
  })
  const [loose] = listRecords(members, sha256(utf8('no list')))
  expect(submitRecord(ledger, must(loose, 'one part'), coin(2), ada.script).result).toMatchObject({
    refusal: { code: 'record-writer', facts: { need: 2, have: 0 } },
  })
  const { tx, result } = submitRecord(ledger, part, coin(3), ada.script)
  expect(result).toMatchObject({ ok: true, value: { sigops: 41 } })
  const empty = { ...part, value: new Uint8Array(0) }
  const commitment = ledger.output(committed(ledger, empty, coin(4)), 0)
  const holder = ledger.output(tx, 0)
  const deletion = writeRecord({ ...empty, commitment, holder, holderScript: ada.script })
  const signed = signAll(ledger, deletion, [commitment, holder], [[ada.secret], [ada.secret]])
  expect(ledger.submit(signed)).toMatchObject({ refusal: { code: 'record-value' } })
})

test('a list of two parts is read back to its beginning; a list that is not there lets nobody vote', () => {
  const members = Array.from({ length: 26 }, (_, i) => memberOf(i))
  const { ledger, descriptor, money } = withCollective(members, 2)
  const tx = pay({
    values: [money],
    payments: [{ to: ben.script, amount: 800n }],
    fee: 100n,
    changeTo: ben.script,
  })
  const of = { tx, inputs: [money], index: 0 }
  const votes = voted(ledger, of, descriptor, [3, 25])
  const { checks } = ledger.place()
  const digest = inputDigest({ tx, named: outputsOf([money]), network: ledger.network }, 0)
  const witness = must(votes.witnesses[0]?.[0], 'the vote')
  expect(
    must(checks.collectives, 'checks').votes(descriptor, digest, witness, () => undefined),
  ).toBeUndefined()
  expect(ledger.submit(votes)).toMatchObject({ ok: true })
  expect(concatBytes(descriptor.subarray(0, 5))).toEqual(Uint8Array.of(2, 0, 0, 0, 26))
})

const three = [0, 1, 2].map((i) => memberOf(i))
const lots = [400n, 600n].map((amount) => ({ amount, expiryHeight: 100 }))

/** A credit of 1,000 that members 0 and 2 of three have voted to owe, and their releases of its lots. */
function voting(of: { readonly deadline?: number } = {}) {
  const world = withCollective(three, 2)
  const { ledger, roster, descriptor, record, money } = world
  const source = ledger.output(roster, 1)
  const inputs = [source, money]
  const grant = giveCredit({
    ...{ managementCredit: source, amount: 1_000n, fee: 100n, debtorKeyHash: ada.hash },
    lots: lots.map((lot) => ({ ...lot, expiryHeight: of.deadline ?? lot.expiryHeight })),
    ...{ payTo: ben.script, voted: { id: record.key, coin: money } },
  })
  const signed = signAll(ledger, grant, inputs, [[must(roll[0], 'a member').secret]])
  const asked = { tx: signed, named: outputsOf(inputs), network: ledger.network }
  const witnesses = voteDigests(asked, 'both').map((digest) => joined(descriptor, digest, [0, 2]))
  const [vote = new Uint8Array(0), ...releases] = witnesses
  return { ...world, grant: signed, voted: putVote(signed, 1, vote), releases, source }
}

function joined(descriptor: Uint8Array, digest: Uint8Array, voters: readonly number[]) {
  const ballots = voters.map((i) => ({ member: i, signature: castBallot(descriptor, digest, secretOf(i)) }))
  return must(joinBallots(descriptor, ballots), 'votes join')
}

/** Lots that have fallen due are opened by an empty item. */
const openByHeight = (tx: Transaction, height: number): Transaction => ({
  ...tx,
  lockTime: height,
  witnesses: [[], [new Uint8Array(0)]],
})

/** Clears lots with a coin of Ada's, before their owners have opened them. */
function clearing(ledger: TestLedger, grant: Transaction, coin: OutputAt, which: readonly number[]) {
  const debts = collectiveLots(grant).filter((_, i) => which.includes(i))
  const tx = repay({ debts, values: [coin], fee: 100n, changeTo: ada.script })
  const inputs = [coin, ...debts]
  const sign = (opened: Transaction) => ledger.submit(signAll(ledger, opened, inputs, [[ada.secret]]))
  return { tx, inputs, sign }
}

test('a debt of a collective is a standard script: its id and its height can be read, and nothing near it is one', () => {
  const id = sha256(utf8('union'))
  const script = collectiveDebtScript(id, 1_000)
  expect(parseStandard(script)).toEqual({ name: 'collective-debt', id, expiryHeight: 1_000 })
  for (const at of [0, 1, 34, 35, script.length - 2, script.length - 1])
    expect(parseStandard(script.map((byte, i) => (i === at ? byte ^ 1 : byte)))?.name).not.toBe(
      'collective-debt',
    )
})

test('a credit that a collective shall owe stands only by its members’ vote, and brings its coin back whole', () => {
  const { ledger, grant, voted, descriptor, record, releases } = voting()
  expect(ledger.submit(grant)).toMatchObject({ refusal: { code: 'script', facts: { input: 1 } } })
  expect(ledger.submit(putVote(grant, 1, must(releases[0], 'a release')))).toMatchObject({
    refusal: { code: 'script', facts: { input: 1 } },
  })
  expect(ledger.submit(voted)).toMatchObject({ ok: true, value: { fee: 100n, released: 1_000n } })
  expect(ledger.output(voted, 3).output).toMatchObject({ amount: 900n, script: collectiveScript(record.key) })
  expect(descriptor[0]).toBe(2)
})

test('a released lot is cleared by whoever brings the value, and by nobody without the release before its height', () => {
  const { ledger, voted, releases, spare } = voting()
  expect(ledger.submit(voted)).toMatchObject({ ok: true })
  const { tx, sign } = clearing(ledger, voted, spare(0), [0])
  const refused = { refusal: { code: 'script', facts: { input: 1 } } }
  expect(sign(openByHeight(tx, 100))).toMatchObject({
    refusal: { code: 'locktime' },
  })
  expect(sign(putRelease(tx, 1, must(releases[1], 'of the other lot')))).toMatchObject(refused)
  expect(sign(putRelease(tx, 1, must(releases[0], 'a release')))).toMatchObject({ ok: true })
  // A release binds its lot: what it opened once is gone.
  const again = clearing(ledger, voted, spare(1), [0])
  expect(again.sign(putRelease(again.tx, 1, must(releases[0], 'a release')))).toMatchObject({
    refusal: { code: 'missing-output' },
  })
})

test('members clear a lot of their own by a vote, and anybody does from its height on', () => {
  const { ledger, voted, descriptor, spare } = voting({ deadline: 1 })
  expect(ledger.submit(voted)).toMatchObject({ ok: true })
  const own = clearing(ledger, voted, spare(0), [0])
  const opened = openByVote(own.tx, [1])
  const digest = inputDigest({ tx: opened, named: outputsOf(own.inputs), network: ledger.network }, 1)
  expect(own.sign(putVote(opened, 1, joined(descriptor, digest, [1, 2])))).toMatchObject({ ok: true })
  const late = clearing(ledger, voted, spare(1), [1])
  expect(late.sign(openByHeight(late.tx, 1))).toMatchObject({ ok: true })
})

test('what members agree to beforehand holds whatever credit the creditor adds, and for nothing else that is written', () => {
  const { ledger, voted, descriptor, record, source, roster } = voting()
  expect(ledger.submit(voted)).toMatchObject({ ok: true })
  const debts = collectiveLots(voted).map(({ outpoint }) => ledger.output(voted, outpoint.index))
  const renewed = (managementCredit: OutputAt, expiryHeight: number) => {
    const terms = { managementCredit, debts, debtorKeyHash: ada.hash, votedId: record.key, fee: 100n }
    const tx = renewDebts({ ...terms, lots: [{ amount: 1_100n, expiryHeight }] })
    return { tx, inputs: [managementCredit, ...debts] }
  }
  const { tx, inputs } = renewed(source, 300)
  const asked = { tx, named: outputsOf(inputs), network: ledger.network }
  const witnesses = voteDigests(asked, 'alone').map((digest) => voteAlone(joined(descriptor, digest, [0, 1])))
  const complete = (of: ReturnType<typeof renewed>) => {
    const opened = witnesses.reduce((one, witness, at) => putVote(one, at + 1, witness), of.tx)
    return ledger.submit(signAll(ledger, opened, of.inputs, [[must(roll[0], 'a member').secret]]))
  }
  const other = ledger.output(roster, 2)
  expect(complete(renewed(other, 301))).toMatchObject({ refusal: { code: 'script', facts: { input: 1 } } })
  expect(complete(renewed(other, 300))).toMatchObject({ ok: true, value: { released: 100n } })
})
