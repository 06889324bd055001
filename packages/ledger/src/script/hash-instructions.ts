import { equalBytes, hash160, hash256, ripemd160, sha1, sha256 } from '@vc/crypto'
import type { Instruction } from './machine.ts'
import { nhash256 } from './nhash.ts'
import { decodeNumber } from './number.ts'
import { has, pop, pushFlag } from './operands.ts'

const hashing =
  (hash: (item: Uint8Array) => Uint8Array): Instruction =>
  (machine) => {
    if (!has(machine, 1)) return 'stack'
    machine.stack.push(hash(pop(machine)))
    return undefined
  }

const equal: Instruction = (machine) => {
  if (!has(machine, 2)) return 'stack'
  pushFlag(machine, equalBytes(pop(machine), pop(machine)))
  return undefined
}

const equalVerify: Instruction = (machine) => {
  if (!has(machine, 2)) return 'stack'
  return equalBytes(pop(machine), pop(machine)) ? undefined : 'verify'
}

/** OP_NHASH256: n (1..16), then n items [seed 3.3.2.1]. */
const nhash: Instruction = (machine) => {
  if (!has(machine, 1)) return 'stack'
  const n = decodeNumber(pop(machine))
  if (n === undefined) return 'number'
  if (n < 1 || n > 16) return 'nhash'
  if (!has(machine, n)) return 'stack'
  machine.stack.push(nhash256(machine.stack.splice(-n)))
  return undefined
}

export const hashInstructions: Readonly<Record<number, Instruction>> = {
  135: equal,
  136: equalVerify,
  137: nhash,
  166: hashing(ripemd160),
  167: hashing(sha1),
  168: hashing(sha256),
  169: hashing(hash160),
  170: hashing(hash256),
}
