import { encodeNumber } from './number.ts'
import { pushOpcode } from './push.ts'

/** One step of a script; `item` is what a push puts on the stack, `minimal` whether it is the shortest push. */
export type Operation = {
  readonly opcode: number
  readonly item: Uint8Array | undefined
  readonly minimal: boolean
}

/** The steps of a script up to its end or the first push that passes it. Runs nothing. */
export function* readOperations(script: Uint8Array): Generator<Operation> {
  let at = 0
  while (at < script.length) {
    const opcode = script[at] ?? 0
    at += 1
    if (opcode > 0x4e) {
      yield { opcode, item: constantOf(opcode), minimal: true }
      continue
    }
    const width = opcode < 0x4c ? 0 : 1 << (opcode - 0x4c)
    const length = width === 0 ? opcode : lengthAt(script, at, width)
    const start = at + width
    if (start + length > script.length) return
    at = start + length
    const item = script.subarray(start, at)
    yield { opcode, item, minimal: pushOpcode(item) === opcode }
  }
}

/** All steps; undefined when a push passes the end. */
export function parseOperations(script: Uint8Array): readonly Operation[] | undefined {
  const operations = [...readOperations(script)]
  const bytes = operations.reduce((sum, operation) => sum + sizeOf(operation), 0)
  return bytes === script.length ? operations : undefined
}

function sizeOf({ opcode, item }: Operation): number {
  if (opcode > 0x4e || item === undefined) return 1
  return 1 + (opcode < 0x4c ? 0 : 1 << (opcode - 0x4c)) + item.length
}

function constantOf(opcode: number): Uint8Array | undefined {
  if (opcode === 0x4f) return encodeNumber(-1)
  return opcode >= 0x51 && opcode <= 0x60 ? encodeNumber(opcode - 0x50) : undefined
}

function lengthAt(script: Uint8Array, at: number, width: number): number {
  if (at + width > script.length) return Number.POSITIVE_INFINITY
  let length = 0
  for (let i = width - 1; i >= 0; i -= 1) length = length * 256 + (script[at + i] ?? 0)
  return length
}
