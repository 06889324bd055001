import type { Kind, Layer, Output, Transaction } from '../transaction.ts'
import type { Choices } from './random.ts'
import type { World } from './world.ts'

type Mutation = (tx: Transaction, world: World, choices: Choices) => Transaction

/** Changes one thing of a transaction and leaves its signatures as they are. */
export function mutate(tx: Transaction, world: World, choices: Choices): Transaction {
  return choices.pick(mutations)(tx, world, choices)
}

/** Bytes with one of them changed, one taken away or one put in. */
export function mutateBytes(bytes: Uint8Array, choices: Choices): Uint8Array {
  const at = choices.below(bytes.length + 1)
  const byte = choices.below(256)
  return choices.weighted([
    [6, Uint8Array.from(bytes, (old, i) => (i === at ? byte : old))],
    [2, Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)])],
    [1, Uint8Array.from([...bytes.subarray(0, at), byte, ...bytes.subarray(at)])],
    [1, bytes.subarray(0, at)],
  ])
}

const inItem: Mutation = (tx, _, choices) => {
  const input = choices.below(tx.witnesses.length)
  const items = tx.witnesses[input] ?? []
  const item = choices.below(items.length)
  const changed = items.map((old, i) => (i === item ? mutateBytes(old, choices) : old))
  return { ...tx, witnesses: tx.witnesses.map((old, i) => (i === input ? changed : old)) }
}

const items: Mutation = (tx, _, choices) => {
  const input = choices.below(tx.witnesses.length)
  const old = tx.witnesses[input] ?? []
  const changed = choices.weighted([
    [2, old.slice(1)],
    [2, old.slice(0, -1)],
    [2, [...old, choices.bytes(choices.below(4))]],
    [1, old.toReversed()],
  ])
  return { ...tx, witnesses: tx.witnesses.map((before, i) => (i === input ? changed : before)) }
}

const output =
  (change: (output: Output, world: World, choices: Choices) => Output): Mutation =>
  (tx, world, choices) => {
    const at = choices.below(tx.outputs.length)
    return { ...tx, outputs: tx.outputs.map((old, i) => (i === at ? change(old, world, choices) : old)) }
  }

const inputs: Mutation = (tx, world, choices) => {
  const at = choices.below(tx.inputs.length)
  const other = choices.pickAny(world.outputs)?.outpoint
  const sequence = choices.pick([0, 5, 99, 0x40_0001, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff])
  const change = choices.once(2)
  return {
    ...tx,
    inputs: tx.inputs.map((old, i) =>
      i !== at ? old : change && other ? { ...old, ...other } : { ...old, sequence },
    ),
  }
}

const mutations: [Mutation, ...Mutation[]] = [
  inItem,
  inItem,
  items,
  inputs,
  inputs,
  output((old, _, choices) => ({ ...old, amount: old.amount + BigInt(choices.below(3)) })),
  output((old, _, choices) => ({ ...old, amount: choices.pick([0n, 1n, 2n ** 53n - 1n, old.amount / 2n]) })),
  output((old, world, choices) => ({ ...old, script: choices.pick(world.scripts) })),
  output((old, _, choices) => ({ ...old, script: mutateBytes(old.script, choices) })),
  output((old, _, choices) => ({ ...old, element: choices.pick([0, 1, 2] as const) })),
  (tx, _, choices) => ({ ...tx, kind: choices.below(7) as Kind }),
  (tx, _, choices) => ({ ...tx, layer: choices.below(3) as Layer }),
  (tx, _, choices) => ({ ...tx, lockTime: choices.pick([0, 99, 100, 101, 499_999_999, 500_000_000]) }),
  (tx, _, choices) => ({ ...tx, premium: BigInt(choices.below(1000)) }),
  (tx, _, choices) => ({ ...tx, version: choices.pick([0, 1, 2]) }),
  (tx, _, choices) => ({ ...tx, bundle: choices.bytes(32) }),
  (tx) => ({ ...tx, acceptances: tx.acceptances.slice(1) }),
  (tx) => ({ ...tx, acceptances: [...tx.acceptances, ...tx.acceptances] }),
  (tx) => ({ ...tx, outputs: tx.outputs.slice(1) }),
  (tx) => ({ ...tx, outputs: tx.outputs.toReversed() }),
]
