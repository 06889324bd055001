import {
  type BallotMember,
  ballotDescriptor,
  castBallot,
  joinBallots,
  registerBallotMember,
  sha256,
  utf8,
} from '@vc/crypto'
import { must } from '@vc/kernel'
import { collectiveRecord, listRecords, putVote } from '../build/collective.ts'
import { outputsOf, valueOutput } from '../build/make-transaction.ts'
import { buildPenalty, signPenalty } from '../build/penalty.ts'
import { genesisAllotment, type RecordWrite, writeRecord } from '../build/record.ts'
import { inputDigest } from '../build/sign.ts'
import { ada, ben, committed, debtInDebtLayer, eve, person, signAll } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'
import { collectiveScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, TRANSFER, type Transaction } from '../transaction.ts'
import { type Act, type Cell, one, oneSigner, type Row } from './row.ts'
import { otherNetwork } from './staged.ts'
import { foundWorld, type World } from './world.ts'

const producer = person('producer')

/** Ben's debt is overdue, and he tries to spend 900; a producer freezes it. */
function openPenalty(): Act {
  const world = foundWorld()
  const { ledger } = world
  world.record({ table: 'reserve', key: utf8('bad-debt'), value: ada.script }, ada.script)
  const debt = debtInDebtLayer(ledger)
  const money = genesisAllotment(CIRCULATION, TRANSFER, [valueOutput(ben.script, 900n)])
  const value = world.allot(money)
  ledger.height = 10
  const payments = [{ to: eve.script, amount: 890n }]
  const flight = pay({ values: [value], payments, fee: 10n, changeTo: ben.script })
  const evidence = signAll(ledger, flight, [value], [[ben.secret]])
  const tx = buildPenalty({
    debts: [debt],
    frozen: [{ value, evidence, index: 0 }],
    reserveScript: ada.script,
    bountyTo: producer.script,
    configuration: ledger.configuration,
    height: 10,
  })
  const named = outputsOf([debt, value])
  const good = signPenalty({ tx, named, network: ledger.network, debts: 1, stakeSecret: producer.secret })
  return { world, good, producer: { stakeKey: producer.key } }
}

const namedBy = ({ world, good }: Act) =>
  good.inputs.map((input) => must(world.ledger.view().findOutput(input), 'what the penalty names'))

/** The same penalty bound anew. */
const bound = (act: Act, of: { tx?: Transaction; network?: Uint8Array }) =>
  signPenalty({
    tx: of.tx ?? act.good,
    named: namedBy(act),
    network: of.network ?? act.world.ledger.network,
    debts: 1,
    stakeSecret: producer.secret,
  })

const refused = (make: (act: Act) => Transaction, code: string): Cell => {
  return (act) => [{ tx: make(act), code, producer: { stakeKey: producer.key } }]
}

/** One unit more to the producer than its share. */
function greedy(act: Act): Transaction {
  const shift = [-1n, 1n]
  const outputs = act.good.outputs.map((output, i) => ({
    ...output,
    amount: output.amount + (shift[i] ?? 0n),
  }))
  return bound(act, { tx: { ...act.good, outputs } })
}

const penaltyRow: Row = {
  act: 'what an overdue debtor tries to spend is frozen',
  open: openPenalty,
  cells: {
    ...oneSigner,
    'a signature missing': refused(({ good }) => ({ ...good, acceptances: [] }), 'penalty-producer'),
    'the same signer twice': refused(
      ({ good }) => ({ ...good, acceptances: [...good.acceptances, ...good.acceptances] }),
      'penalty-producer',
    ),
    'a revoked signer': ({ good }) => [
      { tx: good, code: 'penalty-producer', producer: { stakeKey: person('its successor').key } },
    ],
    'a software key': { none: 'a producer binds with the stake key of its node, which is no hardware key' },
    'over the ceiling': refused(greedy, 'penalty-output'),
    'signed for another network': refused((act) => bound(act, { network: otherNetwork }), 'penalty-producer'),
    'one character of the sheet changed': { none: 'a node binds it, and no sheet is shown to a node' },
  },
}

const secretOf = (i: number) => Uint8Array.of(0, ...sha256(utf8(`member ${i}`)).subarray(1))
const memberOf = (i: number) => registerBallotMember(secretOf(i), 1, ada.hash)
const first = [0, 1, 2].map(memberOf)
const descriptorOf = (members: readonly BallotMember[]) =>
  must(ballotDescriptor(members, 2), 'the threshold can be met')
const before = descriptorOf(first)
const after = descriptorOf([...first, memberOf(3)])
const record = collectiveRecord(before)
const script = collectiveScript(record.key)

/** Three members whose majority takes in a fourth: the change, without its vote. */
type Change = { readonly world: World; readonly tx: Transaction; readonly inputs: readonly OutputAt[] }

function stageChange(): Change {
  const world = foundWorld()
  for (const write of listRecords(first)) world.record(write, ada.script)
  const [part] = listRecords([memberOf(3)], before.subarray(13))
  world.record(must(part, 'the part of the fourth'), ada.script)
  return changeTo(world, after, world.record(record, script))
}

function changeTo(world: World, value: Uint8Array, holder: OutputAt): Change {
  const { ledger } = world
  const write: RecordWrite = { ...record, value }
  const commitment = ledger.output(committed(ledger, write, world.coin()), 0)
  const inputs = [commitment, holder]
  const tx = writeRecord({ ...write, commitment, holder, holderScript: script })
  return { world, inputs, tx: signAll(ledger, tx, inputs, [[ada.secret]]) }
}

function voteOf({ tx, inputs }: Change, voters: readonly number[], network: Uint8Array): Uint8Array {
  const digest = inputDigest({ tx, named: outputsOf(inputs), network }, 1)
  const ballots = voters.map((i) => ({ member: i, signature: castBallot(before, digest, secretOf(i)) }))
  return must(joinBallots(before, ballots), 'votes join')
}

const votedBy = (change: Change, voters: readonly number[], network = change.world.ledger.network) =>
  putVote(change.tx, 1, voteOf(change, voters, network))

/** Opened anew in each cell, so that the change at hand is that of its world. */
function openCollective(): Act {
  const change = stageChange()
  return { world: change.world, good: votedBy(change, [0, 1]) }
}

/** The change of an act with another vote. */
function again({ world, good }: Act): Change {
  const inputs = good.inputs.map((outpoint) => {
    const { txid, index } = outpoint
    return { outpoint: { txid, index }, output: must(world.ledger.view().findOutput(outpoint), 'an input') }
  })
  return { world, tx: good, inputs }
}

/** One member's ballot counted at two places. */
function twice(act: Act): Transaction {
  const change = again(act)
  const { network } = act.world.ledger
  const [alone, both] = [voteOf(change, [0], network), voteOf(change, [0, 1], network)]
  const bitmap = both.subarray(-1)
  return putVote(change.tx, 1, Uint8Array.of(...alone.subarray(0, -1), ...bitmap))
}

/** The members left before the vote came: who voted is one of them. */
const leftBefore: Cell = (act) => {
  const { ledger } = act.world
  const others = descriptorOf([1, 2].map(memberOf))
  const [part] = listRecords([1, 2].map(memberOf))
  act.world.record(must(part, 'the list of those who stay'), ada.script)
  const change = changeTo(act.world, others, must(again(act).inputs[1], 'the holder'))
  must(ledger.submit(votedBy(change, [1, 2])).ok || undefined, 'the smaller circle is final')
  return one(act.good, 'missing-output')
}

const collectiveRow: Row = {
  act: 'a collective takes in a member',
  open: openCollective,
  cells: {
    'a signature missing': (act) => one(putVote(act.good, 1, new Uint8Array(0)), 'script false'),
    'one signature too few': (act) => one(votedBy(again(act), [1]), 'script collective'),
    'the same signer twice': (act) => one(twice(act), 'script collective'),
    'a revoked signer': leftBefore,
    'a software key': { none: 'members vote with ballot keys, which no hardware key has' },
    'over the ceiling': { none: 'it moves no credit' },
    'signed for another network': (act) =>
      one(votedBy(again(act), [0, 1], otherNetwork), 'script collective'),
    'one character of the sheet changed': { none: 'a vote binds the sighash; it carries no sheet' },
  },
}

export const otherRows: readonly Row[] = [penaltyRow, collectiveRow]
