import { readFileSync } from 'node:fs'

/** Linux counts the time of a process in hundredths of a second. */
const TICK_MS = 10

/** Milliseconds of processor, user and system, of all threads of a process; NaN where there is no /proc. */
export function processorMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
    return TICK_MS * (Number(fields[11]) + Number(fields[12]))
  } catch {
    return Number.NaN
  }
}
