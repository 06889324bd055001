import { makeTransaction } from '../build/make-transaction.ts'
import { bindBundle } from '../build/sign.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { keyHashScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import {
  CIRCULATION,
  CREDIT,
  CREDIT_KIND,
  DEBT,
  DEBT_LAYER,
  type Layer,
  type Output,
  REWARD,
  STAKE,
  TRANSFER,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import { group, penalty, record } from './fuzz-kinds.ts'
import { signed } from './fuzz-sign.ts'
import { mutate } from './mutate.ts'
import type { Choices } from './random.ts'
import { WORLD_HEIGHT, type World } from './world.ts'

/** A transaction that means something in the world, most often valid but for one thing. */
export function fuzzTransaction(world: World, choices: Choices): Transaction {
  const make = choices.weighted<(world: World, choices: Choices) => Transaction | undefined>([
    [60, transfer],
    [12, credit],
    [8, record],
    [5, group],
    [5, penalty],
    [4, stake],
    [3, reward],
    [3, bundled],
  ])
  const made = make(world, choices) ?? transfer(world, choices)
  return choices.once(2) ? mutate(made, world, choices) : made
}

function transfer(world: World, choices: Choices): Transaction {
  const layer = choices.weighted<Layer>([
    [8, CIRCULATION],
    [3, DEBT_LAYER],
  ])
  return balanced(world, choices, { layer, kind: TRANSFER, inputs: someInputs(world, choices, layer) })
}

function credit(world: World, choices: Choices): Transaction {
  const source = world.outputs.filter(({ output }) => output.layer === 0 && output.element === CREDIT)
  const inputs = [
    ...source.slice(choices.below(source.length)).slice(0, 1),
    ...someInputs(world, choices, 2, 2),
  ]
  return balanced(world, choices, { layer: CIRCULATION, kind: CREDIT_KIND, inputs })
}

function stake(world: World, choices: Choices): Transaction {
  return balanced(world, choices, {
    layer: DEBT_LAYER,
    kind: STAKE,
    inputs: someInputs(world, choices, DEBT_LAYER),
  })
}

function reward(world: World, choices: Choices): Transaction {
  const layer = choices.pick([DEBT_LAYER, CIRCULATION] as const)
  const script = keyHashScript(world.people[0].hash)
  const amount = layer === DEBT_LAYER ? 100n : 7n
  const outputs = [{ element: VALUE, amount: amount + BigInt(choices.once(3) ? 1 : 0), script }] as const
  return makeTransaction({ layer, kind: REWARD, inputs: [], outputs, lockTime: WORLD_HEIGHT })
}

function bundled(world: World, choices: Choices): Transaction {
  const [leg] = bindBundle([transfer(world, choices), credit(world, choices)])
  return leg ?? transfer(world, choices)
}

function someInputs(world: World, choices: Choices, layer: Layer, most = 4): readonly OutputAt[] {
  const near = world.outputs.filter(({ output }) => output.layer >= layer || choices.once(12))
  const count = 1 + choices.below(most)
  const chosen = Array.from({ length: count }, () => choices.pickAny(near)).filter((one) => one !== undefined)
  return choices.once(30) ? chosen : [...new Set(chosen)]
}

/** Outputs that come to what the inputs bring, or nearly; then signatures. */
function balanced(
  world: World,
  choices: Choices,
  of: { readonly layer: Layer; readonly kind: 0 | 1 | 5; readonly inputs: readonly OutputAt[] },
): Transaction {
  const sum = (element: number, read: boolean) =>
    of.inputs.reduce(
      (total, { output }) =>
        output.element === element && output.layer < of.layer === read ? total + output.amount : total,
      0n,
    )
  const creditIn = sum(CREDIT, false) + sum(CREDIT, true)
  const debt = part(creditIn, choices)
  const kept = part(creditIn - debt, choices)
  const money = sum(VALUE, false) - sum(DEBT, false) + debt
  const paid = money > 0n ? money - BigInt(choices.below(3) * 10) : 0n
  const outputs = [
    ...splits(VALUE, paid, world, choices),
    ...splits(CREDIT, kept, world, choices),
    ...splits(DEBT, debt, world, choices),
  ]
  const premium = choices.once(10) ? BigInt(choices.below(100)) : 0n
  const lockTime = choices.weighted([
    [6, 0],
    [2, WORLD_HEIGHT],
    [1, WORLD_HEIGHT + 1],
  ])
  const tx = makeTransaction({ ...of, outputs, premium, lockTime })
  return signed(tx, of.inputs, world, choices)
}

function part(amount: bigint, choices: Choices): bigint {
  return choices.weighted([
    [3, amount],
    [3, 0n],
    [2, amount / 2n],
  ])
}

function splits(element: 0 | 1 | 2, amount: bigint, world: World, choices: Choices): readonly Output[] {
  if (amount <= 0n) return []
  const first = choices.once(2) ? amount / 2n : amount
  const amounts = [first, amount - first].filter((one) => one > 0n)
  const isOwed = (script: Uint8Array) =>
    ['standard-debt', 'collective-debt'].includes(parseStandard(script)?.name ?? '')
  const debts = world.scripts.filter(isOwed)
  return amounts.map((one) => {
    const script =
      element === DEBT ? (choices.pickAny(debts) ?? world.scripts[0]) : choices.pick(world.scripts)
    return { element, amount: one, script }
  })
}
