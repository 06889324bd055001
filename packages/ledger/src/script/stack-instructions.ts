import type { Instruction, Machine } from './machine.ts'
import { decodeNumber, encodeNumber, isTrue } from './number.ts'
import { has, peek, pop } from './operands.ts'

/** An instruction that needs `count` items and can not fail otherwise. */
const needing =
  (count: number, act: (stack: Uint8Array[], machine: Machine) => void): Instruction =>
  (machine) => {
    if (!has(machine, count)) return 'stack'
    act(machine.stack, machine)
    return undefined
  }

/** Pushes copies of the `count` items that begin `depth` below the top. */
const copying = (count: number, depth: number) =>
  needing(depth + 1, (stack) => {
    const start = stack.length - 1 - depth
    stack.push(...stack.slice(start, start + count))
  })

/** Moves the `count` items that begin `depth` below the top to the top. */
const moving = (count: number, depth: number) =>
  needing(depth + 1, (stack) => {
    stack.push(...stack.splice(stack.length - 1 - depth, count))
  })

const fromAlternative: Instruction = (machine) => {
  const item = machine.alternative.pop()
  if (item === undefined) return 'stack'
  machine.stack.push(item)
  return undefined
}

/** PICK copies, ROLL moves the item that a number names. */
const atDepth =
  (keep: boolean): Instruction =>
  (machine) => {
    if (!has(machine, 2)) return 'stack'
    const n = decodeNumber(pop(machine))
    if (n === undefined) return 'number'
    if (n < 0 || n >= machine.stack.length) return 'stack'
    const item = peek(machine, n)
    if (!keep) machine.stack.splice(machine.stack.length - 1 - n, 1)
    machine.stack.push(item)
    return undefined
  }

export const stackInstructions: Readonly<Record<number, Instruction>> = {
  107: needing(1, (_, machine) => machine.alternative.push(pop(machine))),
  108: fromAlternative,
  109: needing(2, (stack) => stack.splice(-2)),
  110: copying(2, 1),
  111: copying(3, 2),
  112: copying(2, 3),
  113: moving(2, 5),
  114: moving(2, 3),
  115: needing(1, (stack, machine) => {
    if (isTrue(peek(machine, 0))) stack.push(peek(machine, 0))
  }),
  116: needing(0, (stack) => stack.push(encodeNumber(stack.length))),
  117: needing(1, (stack) => stack.pop()),
  118: copying(1, 0),
  119: needing(2, (stack) => stack.splice(-2, 1)),
  120: copying(1, 1),
  121: atDepth(true),
  122: atDepth(false),
  123: moving(1, 2),
  124: moving(1, 1),
  125: needing(2, (stack, machine) => stack.splice(-2, 0, peek(machine, 0))),
  130: needing(1, (stack, machine) => stack.push(encodeNumber(peek(machine, 0).length))),
}
