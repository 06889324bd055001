import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'

/** One measured run: how much was done, in how long. User time is that of all threads of this process. */
export type Run = { readonly work: number; readonly wallMs: number; readonly userMs: number }

/** What is measured: its name, unit and how a run becomes a number. */
export type Case = {
  readonly bench: string
  readonly case: string
  readonly unit: 'per-second' | 'us' | 'ms' | 'bytes' | 'percent' | 'MiB'
  readonly backend: string
  readonly runs?: number
}

export const RUNS = 5

/** Times `work` units done by `act`. */
export async function timed(work: number, act: () => unknown): Promise<Run> {
  const before = process.cpuUsage()
  const from = performance.now()
  await act()
  const wallMs = performance.now() - from
  return { work, wallMs, userMs: process.cpuUsage(before).user / 1000 }
}

/** Runs five times and prints the median by the clock, with that of the processor time beside it. */
export async function measure(what: Case, run: (number: number) => Promise<Run>): Promise<number> {
  const runs: Run[] = []
  for (let number = 0; number < RUNS; number += 1) runs.push(await run(number))
  const wall = median(runs.map(({ work, wallMs }) => inUnit(what.unit, work, wallMs)))
  const user = median(runs.map(({ work, userMs }) => inUnit(what.unit, work, userMs)))
  print(what, wall, { perUserTime: rounded(user) })
  return wall
}

/** Prints one line; `more`: what else is known of the case. */
export function print(what: Case, value: number, more: Record<string, unknown> = {}): void {
  const cores = availableParallelism()
  const { bench, unit, backend, runs = RUNS } = what
  const line = { bench, case: what.case, median: rounded(value), unit, runs, cores, backend }
  console.log(JSON.stringify({ ...line, ...more, beside: beside() }))
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The value that this part of all is below, of values in any order. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

const inUnit = (unit: Case['unit'], work: number, ms: number) => {
  if (unit === 'per-second') return (work * 1000) / ms
  return unit === 'us' ? (ms * 1000) / work : ms / work
}

const rounded = (value: number) => (value >= 1000 ? Math.round(value) : Number(value.toPrecision(4)))

/** What the machine was doing besides: numbers of a busy machine say little about a quiet one. */
function beside(): { readonly load: readonly number[]; readonly running: number } {
  return { load: loadavg().map((load) => Number(load.toFixed(1))), running: otherRunningProcesses() }
}

/** Processes but this one that have a thread on a processor now, or wait for one; -1 where there is no /proc. */
function otherRunningProcesses(): number {
  try {
    return readdirSync('/proc').filter(
      (name) => /^\d+$/.test(name) && name !== String(process.pid) && runs(name),
    ).length
  } catch {
    return -1
  }
}

function runs(pid: string): boolean {
  try {
    return / R /.test(readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/\(.*\)/s, ''))
  } catch {
    return false // it has ended
  }
}
