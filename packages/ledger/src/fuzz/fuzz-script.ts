import { concatBytes } from '@vc/crypto'
import { makeTransaction } from '../build/make-transaction.ts'
import type { ScriptContext } from '../script/machine.ts'
import { encodeNumber } from '../script/number.ts'
import { minimalPush } from '../script/push.ts'
import { CIRCULATION, TRANSFER, VALUE } from '../transaction.ts'
import { mutateBytes } from './mutate.ts'
import type { Choices } from './random.ts'
import type { World } from './world.ts'

/** A script of steps that mostly have what they need, with a witness; sometimes a standard one with bytes changed. */
export function fuzzScript(world: World, choices: Choices): Omit<ScriptContext, 'checks'> {
  const fresh = concatBytes(...Array.from({ length: 1 + choices.below(40) }, () => step(choices)))
  const script = choices.once(4) ? mutateBytes(choices.pick(world.scripts), choices) : fresh
  const output = { element: VALUE, amount: 10n, script } as const
  const outpoint = { txid: new Uint8Array(32), index: 0 }
  const placed = { ...output, layer: CIRCULATION, kind: TRANSFER, height: 1 } as const
  const inputs = [{ outpoint, output: placed }]
  const base = makeTransaction({
    layer: CIRCULATION,
    kind: TRANSFER,
    inputs,
    outputs: [output],
    lockTime: choices.below(200),
  })
  const witness = Array.from({ length: choices.below(5) }, () => item(choices))
  const { network, configuration } = world.place
  return { tx: { ...base, witnesses: [witness] }, index: 0, named: [output], network, configuration }
}

function step(choices: Choices): Uint8Array {
  return choices.weighted<() => Uint8Array>([
    [8, () => minimalPush(item(choices))],
    [3, () => minimalPush(encodeNumber(choices.below(20) - 3))],
    [9, () => Uint8Array.of(0x61 + choices.below(0x5c))],
    [3, () => Uint8Array.of(choices.pick([0x76, 0x78, 0x6e, 0x6f, 0x7d, 0x87, 0x93, 0xa9]))],
    [1, () => Uint8Array.of(choices.pick([0x63, 0x64, 0x67, 0x68]))],
    [1, () => Uint8Array.of(choices.below(256))],
  ])()
}

function item(choices: Choices): Uint8Array {
  const length = choices.weighted([
    [4, choices.below(5)],
    [2, 20],
    [3, 32],
    [2, 33],
    [2, 64],
    [1, 65],
    [1, 300],
    [1, 520],
  ])
  return choices.once(3) ? new Uint8Array(length) : choices.bytes(length)
}
