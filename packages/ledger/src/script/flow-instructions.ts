import { isLockTimeMet, isSequenceMet } from './locks.ts'
import type { Instruction, Machine } from './machine.ts'
import { decodeNumber, isTrue } from './number.ts'
import { has, peek, pop } from './operands.ts'
import type { ScriptError } from './script-error.ts'

const nothing: Instruction = () => undefined

const branch =
  (wanted: boolean): Instruction =>
  (machine) => {
    if (machine.skipping > 0) return open(machine, false)
    if (!has(machine, 1)) return 'stack'
    const item = peek(machine, 0)
    if (item.length > 1 || (item.length === 1 && item[0] !== 1)) return 'minimal-if'
    machine.stack.pop()
    return open(machine, (item.length === 1) === wanted)
  }

function open(machine: Machine, runs: boolean): undefined {
  machine.branches.push(runs)
  if (!runs) machine.skipping += 1
}

const otherwise: Instruction = (machine) => {
  const runs = machine.branches.pop()
  if (runs === undefined) return 'conditional'
  machine.branches.push(!runs)
  machine.skipping += runs ? 1 : -1
  return undefined
}

const close: Instruction = (machine) => {
  const runs = machine.branches.pop()
  if (runs === undefined) return 'conditional'
  if (!runs) machine.skipping -= 1
  return undefined
}

const verify: Instruction = (machine) => {
  if (!has(machine, 1)) return 'stack'
  return isTrue(pop(machine)) ? undefined : 'verify'
}

/** BIP65 and BIP112 leave their number on the stack. */
const lock =
  (error: ScriptError, isMet: (machine: Machine, n: number) => boolean): Instruction =>
  (machine) => {
    if (!has(machine, 1)) return 'stack'
    const n = decodeNumber(peek(machine, 0), 5)
    if (n === undefined) return 'number'
    return isMet(machine, n) ? undefined : error
  }

const noOperations = [0x61, 0xb0, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9]

export const flowInstructions: Readonly<Record<number, Instruction>> = {
  ...Object.fromEntries(noOperations.map((opcode) => [opcode, nothing])),
  99: branch(true),
  100: branch(false),
  103: otherwise,
  104: close,
  105: verify,
  106: () => 'return',
  177: lock('locktime', ({ context }, n) => isLockTimeMet(context.tx, context.index, n)),
  178: lock('sequence', ({ context }, n) => isSequenceMet(context.tx, context.index, n)),
}
