import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, findSample, type SampleRun } from '@vc/db'
import type { Out } from '../run-cli.ts'

const LOOK_MS = 300
/** After so long without a sign of life nobody works on it. */
const SILENT_MS = 20_000
const waits: Readonly<Record<string, string>> = {
  account: 'waits until the accounts stand on the ledger',
  agent: 'waits until the authority has its credit on the ledger',
  block: 'waits for a block',
  finality: 'waits for finality',
  due: 'waits until a short loan is overdue',
  worker: 'waits for the worker',
}

/** Tells what the worker does until the newest sample is done or removed; gives it then. What is told is what the row says. */
export async function followSample(db: Db, out: Out): Promise<SampleRun> {
  let told = ''
  let silentSince = Date.now()
  for (;;) {
    const run = await findSample(db)
    if (!run) throw new Error('there is no sample to follow')
    const lines = linesOf(run)
    if (lines !== told) {
      out(lines)
      told = lines
      silentSince = Date.now()
    }
    if (run.state === 'done' || run.state === 'removed') return run
    if (Date.now() - silentSince > SILENT_MS) {
      out(
        'Nothing moves. Is the network running (npm start)? This may be left and asked for again at any time.',
      )
      silentSince = Date.now()
    }
    await sleep(LOOK_MS)
  }
}

function linesOf({ progress, reason, state }: SampleRun): string {
  if (state === 'removing') return 'Taking the sample away …'
  const parts = progress.map(({ part, done, total, waits: code }) => {
    const bar = '█'.repeat(Math.round((10 * done) / Math.max(total, 1))).padEnd(10, '░')
    return `${part.padEnd(11)}${bar} ${done}/${total}${code ? `  ${waits[code] ?? code}` : ''}`
  })
  const stuck = reason ? [`stopped by "${reason}", will be tried again`] : []
  return ['', ...parts, ...stuck].join('\n')
}
