import { appendFileSync } from 'node:fs'
import type { FailpointHandler } from '@vc/kernel'

/** The failpoints of every node, in the order in which a transaction and then a block pass them. */
export const failpoints: readonly string[] = [
  'after-parse',
  'after-validate',
  'before-mempool-write',
  'after-mempool-write',
  'before-sign-state-write',
  'after-sign-state-write',
  'after-block-parse',
  'after-block-validate',
  'before-block-write',
  'after-block-write',
  'before-head-switch',
  'after-head-switch',
]

/** Those that only a node passes whose branch loses: it takes blocks off its head. */
export const forkFailpoints: readonly string[] = ['before-undo-write', 'after-undo-write']

/** What one failpoint does when it is reached for the `at`-th time; `delay` does it every time. */
type Action = { readonly kind: 'kill' | 'throw' | 'delay'; readonly number: number }

/**
 * Reads `name=kill|kill:3|throw|throw:2|delay:50`, separated by commas. The number of kill and throw says at
 * which passing (the first when left out), that of delay how many milliseconds. Throws on anything else.
 */
export function parseFailpoints(text: string): ReadonlyMap<string, Action> {
  const entries = text.split(',').filter((part) => part !== '')
  return new Map(entries.map(parseFailpoint))
}

function parseFailpoint(text: string): [string, Action] {
  const found = /^([a-z-]+)=(?:(kill|throw)(?::(\d+))?|(delay):(\d+))$/.exec(text)
  if (!found) throw new Error(`FAILPOINTS: ${text} is not name=kill|throw|delay:ms`)
  const [, name = '', once, at = '1', , ms = '0'] = found
  if (![...failpoints, ...forkFailpoints].includes(name)) throw new Error(`FAILPOINTS: there is no ${name}`)
  if (once === 'kill' || once === 'throw') return [name, { kind: once, number: Number(at) }]
  return [name, { kind: 'delay', number: Number(ms) }]
}

/** A handler for the kernel's failpoints. Writes each passing to `trace` when a path is given. */
export function failpointHandler(actions: ReadonlyMap<string, Action>, trace?: string): FailpointHandler {
  const passings = new Map<string, number>()
  return (name) => {
    const passing = (passings.get(name) ?? 0) + 1
    passings.set(name, passing)
    if (trace) appendFileSync(trace, `${name}\n`)
    const action = actions.get(name)
    if (action?.kind === 'delay') pause(action.number)
    else if (action && action.number === passing) strike(action.kind, name)
  }
}

function strike(kind: Action['kind'], name: string): void {
  if (kind === 'kill') {
    process.kill(process.pid, 'SIGKILL')
    pause(10_000)
  }
  throw new Error(`failpoint ${name}`)
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
