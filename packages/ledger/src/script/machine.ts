import type { ListPart, SignatureChecks } from '@vc/crypto'
import type { Configuration } from '../configuration.ts'
import { type SighashContext, sighashOf } from '../sighash.ts'
import type { Output, Transaction } from '../transaction.ts'
import { instructions } from './instructions.ts'
import { MAX_ITEM_BYTES, MAX_OPERATIONS, MAX_STACK_ITEMS } from './limits.ts'
import { isTrue } from './number.ts'
import { pushOpcode } from './push.ts'
import type { ScriptError } from './script-error.ts'

/** What a script is run with. */
export type ScriptContext = {
  readonly tx: Transaction
  readonly index: number
  /** What the inputs name, in order. */
  readonly named: readonly Output[]
  /** Genesis hash, 32 bytes. */
  readonly network: Uint8Array
  readonly configuration: Pick<Configuration, 'rpIds' | 'origins'>
  readonly checks: SignatureChecks
  /** Hash of the act sheet that the node computes; absent where the network asks for none. */
  readonly sheetHash?: Uint8Array | undefined
  /** Descriptor in the record `collective` of this id. */
  readonly collectiveOf?: ((id: Uint8Array) => Uint8Array | undefined) | undefined
  /** A part of the list of members of a VCB1 collective by its last link: the record `collective-list`. */
  readonly ballotPartOf?: ListPart | undefined
  /** Digests shared by the inputs of this transaction. */
  readonly context?: SighashContext | undefined
}

/** A key that signed in a run, or a collective that voted, and the sighash type with which it did. */
export type Signer = {
  /** Empty for a collective. */
  readonly key: Uint8Array
  readonly type: number
  /** HASH160 of the key, where it is known already; of a collective that of its id. */
  readonly keyHash?: Uint8Array
}

/** One run. Mutable inside: a copy for each opcode would cost more than the signatures. */
export type Machine = {
  readonly script: Uint8Array
  readonly stack: Uint8Array[]
  readonly alternative: Uint8Array[]
  /** One entry for each open IF: does its branch run? */
  readonly branches: boolean[]
  /** How many of them do not. */
  skipping: number
  at: number
  operations: number
  readonly context: ScriptContext
  readonly sighash: SighashContext
  readonly signers: Signer[]
}

/** Does one thing to the machine; gives why it can not. */
export type Instruction = (machine: Machine) => ScriptError | undefined

const disabled: ReadonlySet<number> = new Set([
  0x7e, 0x7f, 0x80, 0x81, 0x83, 0x84, 0x85, 0x86, 0x8d, 0x8e, 0x95, 0x96, 0x97, 0x98, 0x99,
])

/** Runs a script on its stack to the end (ledger.md 11); gives the word of what went wrong. */
export function runMachine(machine: Machine): ScriptError | undefined {
  return runSteps(machine) ?? resultOf(machine)
}

/** The same without the question of what is left. */
export function runSteps(machine: Machine): ScriptError | undefined {
  const { script, stack, alternative } = machine
  while (machine.at < script.length) {
    const opcode = script[machine.at] ?? 0
    machine.at += 1
    const error = opcode <= 0x4e ? push(machine, opcode) : operate(machine, opcode)
    if (error !== undefined) return error
    if (stack.length + alternative.length > MAX_STACK_ITEMS) return 'stack-size'
  }
  return undefined
}

/** The digest of the input for a type. */
export function digestOf(machine: Machine, type: number): Uint8Array | undefined {
  return sighashOf(machine.sighash, machine.context.index, type)
}

function push(machine: Machine, opcode: number): ScriptError | undefined {
  const { script } = machine
  const width = opcode < 0x4c ? 0 : 1 << (opcode - 0x4c)
  if (machine.at + width > script.length) return 'syntax'
  const length = width === 0 ? opcode : readLength(script, machine.at, width)
  const start = machine.at + width
  if (start + length > script.length) return 'syntax'
  if (length > MAX_ITEM_BYTES) return 'push-size'
  machine.at = start + length
  if (machine.skipping > 0) return undefined
  const item = script.subarray(start, start + length)
  if (pushOpcode(item) !== opcode) return 'minimal-push'
  machine.stack.push(item)
  return undefined
}

function readLength(script: Uint8Array, at: number, width: number): number {
  let length = 0
  for (let i = width - 1; i >= 0; i -= 1) length = length * 256 + (script[at + i] ?? 0)
  return length
}

function operate(machine: Machine, opcode: number): ScriptError | undefined {
  if (opcode > 0x60) machine.operations += 1
  if (machine.operations > MAX_OPERATIONS) return 'op-count'
  if (disabled.has(opcode)) return 'disabled'
  const flows = opcode >= 0x63 && opcode <= 0x68 // 65 and 66 fail where no branch runs them, too
  if (machine.skipping > 0 && !flows) return undefined
  const instruction = instructions[opcode]
  return instruction === undefined ? 'opcode' : instruction(machine)
}

/** All conditions closed, and one true item left? */
export function resultOf({ branches, stack }: Pick<Machine, 'branches' | 'stack'>): ScriptError | undefined {
  if (branches.length > 0) return 'conditional'
  const [item] = stack
  if (stack.length !== 1 || item === undefined) return 'clean-stack'
  return isTrue(item) ? undefined : 'false'
}
