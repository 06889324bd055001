import { sha256, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { commitRecord, type RecordWrite, writeRecord } from '../build/record.ts'
import { ada, ben, committed } from '../build/test-kit.ts'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import {
  encodeAccount,
  encodeAgent,
  encodeAnchor,
  encodeChain,
  encodeMember,
  POWER_ADMIT,
  POWER_APPOINT,
  POWER_CREDIT,
} from '../kinds/record-values.ts'
import { kOfNScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import type { Transaction } from '../transaction.ts'
import { signedBeforeRemoval } from './group-rows.ts'
import {
  type Act,
  actOf,
  byScript,
  type Cell,
  manners,
  movesNoCredit,
  one,
  oneSigner,
  placedCells,
  type Row,
  stagedOf,
} from './row.ts'
import { adaSubmits, type Staged, signedBy, wellFormed } from './staged.ts'
import { councillors, foundWorld, type Hand, hand, keysOf, members, scriptOf, type World } from './world.ts'

const none = new Uint8Array(0)
const guardOf = (hands: readonly Hand[]) => {
  const [only, ...more] = hands
  if (only === undefined) return ada.script
  return more.length === 0 ? scriptOf(only) : kOfNScript(hands.length, keysOf(hands))
}

/** A record whose commitment these hands guard; nobody's guard is Ada's. */
function stageRecord(world: World, write: RecordWrite, hands: readonly Hand[]): Staged {
  const { ledger } = world
  const coin = world.coin()
  const terms = { values: [coin], amount: 900n, fee: 100n, changeTo: ada.script }
  const commit = adaSubmits(ledger, commitRecord({ ...write, guard: guardOf(hands), ...terms }), [coin])
  const commitment = ledger.output(commit, 0)
  const tx = writeRecord({ ...write, commitment, holderScript: ada.script })
  return { tx, inputs: [commitment], asked: 0, signers: hands, paid: hands.length === 0 ? [0] : [] }
}

type NewPair = {
  readonly act: string
  readonly write: RecordWrite
  readonly signers: readonly Hand[]
  /** Puts into the genesis block what the record stands on. */
  readonly found?: (world: World) => void
  readonly revoked: Cell
  readonly ceiling?: Cell
}

/** A new pair in a reserved table: whoever commits chooses the guard, so that the writers are what is asked. */
function newPairRow({ act, write, signers, found, revoked, ceiling }: NewPair): Row {
  const guarded = (by: (hands: readonly Hand[]) => readonly Hand[]): Cell => {
    return ({ world }) => one(wellFormed(stageRecord(world, write, by(signers))), 'record-writer')
  }
  return {
    act,
    open: () => {
      const world = foundWorld()
      found?.(world)
      return actOf(world, stageRecord(world, write, signers))
    },
    cells: {
      'a signature missing': guarded(() => []),
      'one signature too few': guarded((hands) => hands.slice(0, -1)),
      'the same signer twice': ({ world }) => one(sameTwice(world, write, signers), 'record-writer'),
      ...(signers.length === 1 && oneSigner),
      'a revoked signer': revoked,
      'over the ceiling': ceiling ?? movesNoCredit['over the ceiling'],
      ...manners({ software: 'script assertion', network: 'script assertion', sheet: 'script sheet' }),
    },
  }
}

/** The guard asks one member's key twice, and the member signs at both places. */
function sameTwice(world: World, write: RecordWrite, signers: readonly Hand[]): Transaction {
  const [first = hand('nobody')] = signers
  const hands = [...signers.slice(0, -1), first]
  const tx = signedBy(
    stageRecord(world, write, hands),
    signers.slice(0, -1).map((by) => ({ by })),
  )
  const items = [...must(tx.witnesses[0], 'the witness of the commitment')]
  items[0] = must(items[hands.length - 1], 'the item of the first key')
  return { ...tx, witnesses: [items] }
}

const withFifth = (hands: readonly Hand[]) => [...hands.slice(0, 2), must(hands[4], 'a fifth member')]
const agent = hand('an agent').publicKey33
const agentValue = (parent: Uint8Array) => encodeAgent({ parent, ceiling: 1_000n, powers: POWER_CREDIT })
const noCeilingOnRecords: Cell = {
  none: 'the ceiling in the record binds nobody: an agent gives what management credit it holds, no more',
}

const parent = hand('a parent agent')
const parentPair = { table: 'agent', key: parent.publicKey33 }
const listParent = (powers: number) => (world: World) => {
  world.record({ ...parentPair, value: encodeAgent({ parent: none, ceiling: 0n, powers }) }, ada.script)
}

/** Ada, who holds a record, writes it anew. */
function rewrite(world: World, write: RecordWrite): void {
  const { ledger } = world
  const commitment = ledger.output(committed(ledger, write, world.coin()), 0)
  const { holder: outpoint } = must(ledger.view().findRecord(write.table, write.key), 'the record')
  const holder: OutputAt = { outpoint, output: must(ledger.view().findOutput(outpoint), 'its holder') }
  const tx = writeRecord({ ...write, commitment, holder, holderScript: ada.script })
  adaSubmits(ledger, tx, [commitment, holder])
}

const parentStruckOff: Cell = ({ world, good }) => {
  rewrite(world, { ...parentPair, value: none })
  return one(good, 'record-writer')
}

const chainId = sha256(utf8('a community chain'))
const authorities = ['a1', 'a2', 'a3'].map(hand)
const chainOf = (hands: readonly Hand[]) => ({
  table: 'chain',
  key: chainId,
  value: encodeChain({ genesis: chainId, level: 1, keys: keysOf(hands) }),
})

const newPairs: readonly NewPair[] = [
  {
    act: 'an account is admitted by an agent',
    write: {
      table: 'account',
      key: ben.hash,
      value: encodeAccount({
        debtKeyHash: ben.hash,
        commitment: chainId,
        status: 1,
        agent: parent.publicKey33,
      }),
    },
    signers: [parent],
    found: listParent(POWER_ADMIT),
    revoked: parentStruckOff,
  },
  {
    act: 'an agent is appointed by the group',
    write: { table: 'agent', key: agent, value: agentValue(none) },
    signers: withFifth(members),
    revoked: signedBeforeRemoval(ADMISSION, 'record-writer'),
    ceiling: noCeilingOnRecords,
  },
  {
    act: 'an agent is appointed by its parent',
    write: { table: 'agent', key: agent, value: agentValue(parent.publicKey33) },
    signers: [parent],
    found: listParent(POWER_APPOINT),
    revoked: parentStruckOff,
    ceiling: noCeilingOnRecords,
  },
  {
    act: 'the reserve is named',
    write: { table: 'reserve', key: utf8('bad-debt'), value: ada.script },
    signers: withFifth(members),
    revoked: signedBeforeRemoval(ADMISSION, 'record-writer'),
  },
  {
    act: 'a node is admitted',
    write: {
      table: 'member',
      key: utf8('peer'),
      value: encodeMember({ certificateHash: chainId, stakeKey: ben.key, roles: 3 }),
    },
    signers: withFifth(councillors),
    revoked: signedBeforeRemoval(COUNCIL, 'record-writer'),
  },
  {
    act: 'a community chain is admitted',
    write: chainOf(authorities),
    signers: withFifth(councillors),
    revoked: signedBeforeRemoval(COUNCIL, 'record-writer'),
  },
  {
    act: 'a checkpoint of a community chain is anchored',
    write: { table: 'anchor', key: chainId, value: encodeAnchor({ height: 9n, hash: chainId }) },
    signers: authorities.slice(0, 2),
    found: (world) => void world.record(chainOf(authorities), ada.script),
    revoked: ({ world, good }) => {
      rewrite(world, chainOf([...authorities.slice(1), hand('a4')]))
      return one(good, 'record-writer')
    },
  },
]

const holders = members.slice(0, 3)

/** The record of an agent that three of five members hold is emptied by them; Ada pays. */
function stageRevocation(world: World): Staged {
  const { ledger } = world
  const holderScript = kOfNScript(3, keysOf(members))
  const write = { table: 'agent', key: agent }
  const holder = world.record({ ...write, value: agentValue(none) }, holderScript)
  const empty = { ...write, value: none }
  const commitment = ledger.output(committed(ledger, empty, world.coin()), 0)
  const tx = writeRecord({ ...empty, commitment, holder, holderScript })
  return { tx, inputs: [commitment, holder], asked: 1, signers: holders, paid: [0] }
}

/** Written without the holder, which is to say without anybody's signature. */
function withoutHolder({ world }: Act): Transaction {
  const empty = { table: 'agent', key: agent, value: none }
  return wellFormed(stageRecord(world, empty, []))
}

const revocationCells = placedCells(byScript)
const revocationRow: Row = {
  act: 'an agent is struck off by those who hold its record',
  open: () => {
    const world = foundWorld()
    return actOf(world, stageRevocation(world))
  },
  cells: {
    ...revocationCells,
    ...movesNoCredit,
    'a signature missing': (act) => [
      ...one(signedBy(stagedOf(act), []), byScript.missing),
      ...one(withoutHolder(act), 'record-holder'),
    ],
    'a revoked signer': {
      none: 'the holder names the keys of its day: who can spend it may write the pair (ledger.md 7)',
    },
  },
}

export const recordRows: readonly Row[] = [...newPairs.map(newPairRow), revocationRow]
