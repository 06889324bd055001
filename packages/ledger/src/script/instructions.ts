import { flowInstructions } from './flow-instructions.ts'
import { hashInstructions } from './hash-instructions.ts'
import type { Instruction } from './machine.ts'
import { numberInstructions } from './number-instructions.ts'
import { signatureInstructions } from './signature-instructions.ts'
import { stackInstructions } from './stack-instructions.ts'

/** Opcode → instruction. A hole is an opcode that fails when executed. */
export const instructions: readonly (Instruction | undefined)[] = table({
  ...flowInstructions,
  ...stackInstructions,
  ...numberInstructions,
  ...hashInstructions,
  ...signatureInstructions,
})

function table(entries: Readonly<Record<number, Instruction>>): readonly (Instruction | undefined)[] {
  return Array.from({ length: 256 }, (_, opcode) => entries[opcode])
}
