import { must } from '@vc/kernel'
import { makeTransaction } from '../build/make-transaction.ts'
import { groupChange } from '../build/record.ts'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import { GROUP_ADD, GROUP_REMOVE, GROUP_REPLACE, type GroupChange } from '../kinds/group-change.ts'
import type { OutputAt } from '../state-effects.ts'
import { GROUP, MANAGEMENT } from '../transaction.ts'
import { actOf, byRoster, type Cell, one, placedCells, type Row, stagedOf } from './row.ts'
import { type Staged, signedBy, softwareKey, wellFormed } from './staged.ts'
import { councillors, foundWorld, hand, keysOf, members, type World } from './world.ts'

export type Change = {
  readonly group: string
  readonly operation: GroupChange['operation']
  readonly key: Uint8Array
  readonly newKey?: Uint8Array
}

const handsOf = (group: string) => (group === ADMISSION ? members : councillors)
const fifthOf = (group: string) => must(handsOf(group)[4], 'a fifth member')
const newcomer = hand('newcomer').publicKey33

/** A change of the founding roster, to be signed by all whom it asks. */
export function stageChange(world: World, change: Change): Staged {
  const { ledger, rosters } = world
  const founding = must(rosters[change.group], 'the group was founded')
  const roster = ledger.output(founding, 0)
  const places = change.group === ADMISSION ? Array.from({ length: 16 }, (_, i) => i + 1) : []
  const source = places.map((i) => ledger.output(founding, i))
  const fee = world.coin()
  const { configuration } = ledger
  const hands = handsOf(change.group)
  const tx = groupChange({ ...change, roster, keys: keysOf(hands), source, feeValues: [fee], configuration })
  const inputs: readonly OutputAt[] = [roster, ...source, fee]
  const signers = hands.filter(
    ({ publicKey33 }) => change.operation !== GROUP_REMOVE || publicKey33 !== change.key,
  )
  return { tx, inputs, asked: 0, signers, paid: [inputs.length - 1] }
}

/** Takes the fifth member off a roster. */
export function removeFifth(world: World, group: string): void {
  const key = fifthOf(group).publicKey33
  const staged = stageChange(world, { group, operation: GROUP_REMOVE, key })
  must(world.ledger.submit(wellFormed(staged)).ok || undefined, 'the removal is final')
}

/** An act that stood signed by the fifth member before the roster lost it. */
export const signedBeforeRemoval =
  (group: string, code: string): Cell =>
  ({ world, good }) => {
    removeFifth(world, group)
    return one(good, code)
  }

function groupRow(act: string, change: Change): Row {
  const cells = placedCells(byRoster)
  return {
    act: `${change.group}: ${act}`,
    open: () => {
      const world = foundWorld()
      return actOf(world, stageChange(world, change))
    },
    cells: {
      ...cells,
      'a revoked signer': signedBeforeRemoval(change.group, 'missing-output'),
      'a software key': (opened) => [
        ...callIt(cells['a software key'], opened),
        ...softwareMember(opened.world, change),
      ],
      'over the ceiling':
        change.group === ADMISSION ? sourceTooLarge : { none: 'this group has no credit source' },
    },
  }
}

const callIt = (cell: Cell, opened: Parameters<Exclude<Cell, { none: string }>>[0]) =>
  'none' in cell ? [] : cell(opened)

/** A key of 32 bytes that was to become a member. */
function softwareMember(world: World, change: Change) {
  if (change.operation === GROUP_REMOVE) return []
  const changed =
    change.operation === GROUP_ADD ? { ...change, key: softwareKey } : { ...change, newKey: softwareKey }
  return one(wellFormed(stageChange(world, changed)), 'group-key')
}

/** All sign, but the last denomination is one unit larger than the configuration says. */
const sourceTooLarge: Cell = (opened) => {
  const staged = stagedOf(opened)
  const outputs = staged.tx.outputs.map((output, i) =>
    i === 16 ? { ...output, amount: output.amount + 1n } : output,
  )
  const bare = makeTransaction({ layer: MANAGEMENT, kind: GROUP, inputs: staged.inputs, outputs })
  const tx = { ...bare, witnesses: staged.tx.witnesses }
  const by = staged.signers.map((signer) => ({ by: signer }))
  return one(signedBy({ ...staged, tx }, by), 'group-output')
}

export const groupRows: readonly Row[] = [ADMISSION, COUNCIL].flatMap((group) => [
  groupRow('a member is added', { group, operation: GROUP_ADD, key: newcomer }),
  groupRow('a member is removed', {
    group,
    operation: GROUP_REMOVE,
    key: must(handsOf(group)[0], 'a member').publicKey33,
  }),
  groupRow('a member is replaced', {
    group,
    operation: GROUP_REPLACE,
    key: must(handsOf(group)[0], 'a member').publicKey33,
    newKey: newcomer,
  }),
])
