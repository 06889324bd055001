import { utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { giveCredit, grantManagementCredit, passCredit, repay } from '../build/credit.ts'
import { outputsOf, valueOutput } from '../build/make-transaction.ts'
import { genesisAllotment, writeRecord } from '../build/record.ts'
import { acceptDebt } from '../build/sign.ts'
import { ada, ben, committed } from '../build/test-kit.ts'
import { ADMISSION } from '../kinds/group.ts'
import { encodeAgent, POWER_CREDIT } from '../kinds/record-values.ts'
import { keyHashScript, kOfNScript, standardDebtScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import {
  CIRCULATION,
  CREDIT,
  DEBT,
  MANAGEMENT,
  type Output,
  TRANSFER,
  type Transaction,
} from '../transaction.ts'
import { signedBeforeRemoval } from './group-rows.ts'
import {
  actOf,
  byScript,
  type Cell,
  manners,
  one,
  oneSigner,
  placedCells,
  type Row,
  stagedOf,
} from './row.ts'
import { adaSubmits, type Staged, signedBy, wellFormed } from './staged.ts'
import { foundWorld, type Hand, hand, keysOf, members, scriptOf, sourceOf, type World } from './world.ts'

const agent = hand('agent')
export const held = 500_000n
const pair = { table: 'agent', key: agent.publicKey33 }

/** The agent stands on the list of those who give credit; Ada holds the record. */
function listAgent(world: World): OutputAt {
  const value = encodeAgent({ parent: new Uint8Array(0), ceiling: held, powers: POWER_CREDIT })
  return world.record({ ...pair, value }, ada.script)
}

/** The fifth member signs among the first, so that its removal can be seen. */
const signersOf = (k: number): readonly Hand[] => [
  ...members.slice(0, k - 1),
  must(members[4], 'a fifth member'),
]

type Credit = { readonly source: OutputAt; readonly signers: readonly Hand[]; readonly world: World }
/** Makes an act out of a credit and its signers, of an amount that the credit covers unless another is asked. */
export type Stage = (credit: Credit, amount?: bigint) => Staged

const stageGrant: Stage = ({ world, source, signers }, amount = held) => {
  const fee = world.coin()
  const over = amount > source.output.amount
  const to = scriptOf(agent)
  const granted = { to, changeTo: source.output.script, feeValues: [fee] }
  const grant = grantManagementCredit({ source, amount: over ? source.output.amount : amount, ...granted })
  const tx = over ? raised(grant, amount) : grant
  return { tx, inputs: [source, fee], asked: 0, signers, paid: [1] }
}

const stageLoan: Stage = ({ world, source, signers }, amount = held) => {
  const rich = { ...source, output: { ...source.output, amount: 1n << 40n } }
  const lots = [{ amount, expiryHeight: 100 }]
  const terms = { amount, fee: 100n, debtorKeyHash: ben.hash, lots }
  const tx = giveCredit({ managementCredit: rich, ...terms })
  const { network } = world.ledger
  const accepted = acceptDebt({ tx, named: outputsOf([source]), network, output: 1, secret: ben.secret })
  return { tx: accepted, inputs: [source], asked: 0, signers, paid: [] }
}

const stagePass: Stage = ({ world, source, signers }, amount = held) => {
  const fee = world.coin()
  const passed = { to: ben.script, values: [fee], fee: 10n, changeTo: ada.script }
  const tx = passCredit({ managementCredit: source, amount, ...passed })
  return { tx, inputs: [source, fee], asked: 0, signers, paid: [1] }
}

/** The same with another amount in output 0. */
export const raised = (tx: Transaction, amount: bigint): Transaction => ({
  ...tx,
  outputs: tx.outputs.map((output, i) => (i === 0 ? { ...output, amount } : output)),
})

/** More than the credit that is read or spent. */
const overCeiling =
  (stage: Stage, code: string): Cell =>
  (act) => {
    const { inputs, signers } = stagedOf(act)
    const source = must(inputs[0], 'the credit')
    const staged = stage({ world: act.world, source, signers }, source.output.amount + 1n)
    return one(wellFormed(staged), code)
  }

/** The group's own credit in the denomination of 2^i units, which asks for k signatures of five. */
export function groupCreditRow(of: { act: string; i: number; k: number; stage: Stage; over: string }): Row {
  const cells = placedCells(byScript)
  return {
    act: of.act,
    open: () => {
      const world = foundWorld()
      listAgent(world)
      return actOf(world, of.stage({ world, source: sourceOf(world, of.i), signers: signersOf(of.k) }))
    },
    cells: {
      ...cells,
      ...(of.k === 1 && oneSigner),
      'a revoked signer': signedBeforeRemoval(ADMISSION, 'missing-output'),
      'over the ceiling': overCeiling(of.stage, of.over),
    },
  }
}

/** The agent was struck off after it had signed. */
const signedBeforeStriking: Cell = ({ world, good }) => {
  const { ledger } = world
  const empty = { ...pair, value: new Uint8Array(0) }
  const commitment = ledger.output(committed(ledger, empty, world.coin()), 0)
  const entry = must(ledger.view().findRecord('agent', agent.publicKey33), 'the agent is listed')
  const output = must(ledger.view().findOutput(entry.holder), 'the holder')
  const holder = { outpoint: entry.holder, output }
  const tx = writeRecord({ ...empty, commitment, holder, holderScript: ada.script })
  adaSubmits(ledger, tx, [commitment, holder])
  return one(good, 'management-credit')
}

/** Credit that an agent holds, under its one key. */
export function agentCreditRow(act: string, stage: Stage, over: string): Row {
  return {
    act,
    open: () => {
      const world = foundWorld()
      listAgent(world)
      const granted: Output = { element: CREDIT, amount: held, script: scriptOf(agent) }
      const source = world.allot(genesisAllotment(MANAGEMENT, TRANSFER, [granted]))
      return actOf(world, stage({ world, source, signers: [agent] }))
    },
    cells: {
      ...oneSigner,
      'a signature missing': (opened) => one(signedBy(stagedOf(opened), []), byScript.missing),
      'a revoked signer': signedBeforeStriking,
      'over the ceiling': overCeiling(stage, over),
      ...manners({ software: 'script assertion', network: 'script assertion', sheet: 'script sheet' }),
    },
  }
}

const keepers = members.slice(0, 3)
const reserveScript = kOfNScript(2, keysOf(keepers))

/** The reserve clears Ben's bad debt of 400 with 400 of its 1,000; two of three keepers sign. */
function stageWriteOff(world: World): Staged {
  world.record({ table: 'reserve', key: utf8('bad-debt'), value: reserveScript }, ada.script)
  const money = world.allot(genesisAllotment(CIRCULATION, TRANSFER, [valueOutput(reserveScript, 1_000n)]))
  const owed: Output = { element: DEBT, amount: 400n, script: standardDebtScript(ben.hash, 10) }
  const debt = world.allot(genesisAllotment(CIRCULATION, TRANSFER, [owed]))
  world.ledger.height = 10 + world.ledger.configuration.badDebtAge
  return writeOffOf(world, [money, world.coin(), debt], reserveScript)
}

function writeOffOf(world: World, inputs: readonly OutputAt[], changeTo: Uint8Array): Staged {
  const bare = repay({ debts: inputs.slice(2), values: inputs.slice(0, 2), fee: 1_000n, changeTo })
  const witnesses = [[], [], [new Uint8Array(0)]]
  const tx = { ...bare, lockTime: world.ledger.height, witnesses }
  return { tx, inputs, asked: 0, signers: keepers.slice(0, 2), paid: [1] }
}

const writeOffRow: Row = {
  act: 'bad debt is written off with the reserve',
  open: () => {
    const world = foundWorld()
    return actOf(world, stageWriteOff(world))
  },
  cells: {
    ...placedCells(byScript),
    'a revoked signer': { none: 'the money lies under its keepers’ keys, whoever is a member (ledger.md 8)' },
    'over the ceiling': (act) =>
      one(wellFormed(writeOffOf(act.world, stagedOf(act).inputs, keyHashScript(ben.hash))), 'reserve-spent'),
  },
}

export const creditRows: readonly Row[] = [
  groupCreditRow({
    act: 'management credit under one signature',
    i: 0,
    k: 1,
    stage: stageGrant,
    over: 'credit-out',
  }),
  groupCreditRow({
    act: 'management credit under two signatures',
    i: 8,
    k: 2,
    stage: stageGrant,
    over: 'credit-out',
  }),
  groupCreditRow({
    act: 'management credit under a majority',
    i: 12,
    k: 3,
    stage: stageGrant,
    over: 'credit-out',
  }),
  groupCreditRow({ act: 'a loan of the group', i: 8, k: 2, stage: stageLoan, over: 'credit-principle' }),
  groupCreditRow({ act: 'credit passed on by the group', i: 12, k: 3, stage: stagePass, over: 'credit-out' }),
  agentCreditRow('a loan of an agent', stageLoan, 'credit-principle'),
  agentCreditRow('credit passed on by an agent', stagePass, 'credit-out'),
  agentCreditRow('management credit handed down by an agent', stageGrant, 'credit-out'),
  writeOffRow,
]
