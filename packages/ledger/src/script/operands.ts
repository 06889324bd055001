import type { Machine } from './machine.ts'

export const TRUE: Uint8Array = Uint8Array.of(1)
export const FALSE: Uint8Array = new Uint8Array(0)

const nothing = new Uint8Array(0)

/** Whether the stack holds at least `count` items. */
export const has = (machine: Machine, count: number) => machine.stack.length >= count

/** The item `depth` below the top; the caller has made sure that it is there. */
export const peek = (machine: Machine, depth: number): Uint8Array =>
  machine.stack[machine.stack.length - 1 - depth] ?? nothing

/** Takes the top item; the caller has made sure that it is there. */
export const pop = (machine: Machine): Uint8Array => machine.stack.pop() ?? nothing

/** 01 or the empty item. */
export const pushFlag = (machine: Machine, flag: boolean): void => {
  machine.stack.push(flag ? TRUE : FALSE)
}
