import type { Instruction } from './machine.ts'
import { decodeNumber, encodeNumber } from './number.ts'
import { has, peek, pushFlag } from './operands.ts'

const constant =
  (value: number): Instruction =>
  (machine) => {
    machine.stack.push(encodeNumber(value))
    return undefined
  }

const unary =
  (compute: (a: number) => number): Instruction =>
  (machine) => {
    if (!has(machine, 1)) return 'stack'
    const a = decodeNumber(peek(machine, 0))
    if (a === undefined) return 'number'
    machine.stack[machine.stack.length - 1] = encodeNumber(compute(a))
    return undefined
  }

const binary =
  (compute: (a: number, b: number) => number): Instruction =>
  (machine) => {
    if (!has(machine, 2)) return 'stack'
    const a = decodeNumber(peek(machine, 1))
    const b = decodeNumber(peek(machine, 0))
    if (a === undefined || b === undefined) return 'number'
    machine.stack.length -= 2
    machine.stack.push(encodeNumber(compute(a, b)))
    return undefined
  }

const test = (holds: (a: number, b: number) => boolean) => binary((a, b) => (holds(a, b) ? 1 : 0))

const numEqualVerify: Instruction = (machine) => {
  if (!has(machine, 2)) return 'stack'
  const a = decodeNumber(peek(machine, 1))
  const b = decodeNumber(peek(machine, 0))
  if (a === undefined || b === undefined) return 'number'
  machine.stack.length -= 2
  return a === b ? undefined : 'verify'
}

const within: Instruction = (machine) => {
  if (!has(machine, 3)) return 'stack'
  const x = decodeNumber(peek(machine, 2))
  const least = decodeNumber(peek(machine, 1))
  const above = decodeNumber(peek(machine, 0))
  if (x === undefined || least === undefined || above === undefined) return 'number'
  machine.stack.length -= 3
  pushFlag(machine, least <= x && x < above)
  return undefined
}

const small = Array.from({ length: 16 }, (_, i): [number, Instruction] => [0x51 + i, constant(i + 1)])

export const numberInstructions: Readonly<Record<number, Instruction>> = {
  79: constant(-1),
  ...Object.fromEntries(small),
  139: unary((a) => a + 1),
  140: unary((a) => a - 1),
  143: unary((a) => -a),
  144: unary(Math.abs),
  145: unary((a) => (a === 0 ? 1 : 0)),
  146: unary((a) => (a === 0 ? 0 : 1)),
  147: binary((a, b) => a + b),
  148: binary((a, b) => a - b),
  154: test((a, b) => a !== 0 && b !== 0),
  155: test((a, b) => a !== 0 || b !== 0),
  156: test((a, b) => a === b),
  157: numEqualVerify,
  158: test((a, b) => a !== b),
  159: test((a, b) => a < b),
  160: test((a, b) => a > b),
  161: test((a, b) => a <= b),
  162: test((a, b) => a >= b),
  163: binary(Math.min),
  164: binary(Math.max),
  165: within,
}
