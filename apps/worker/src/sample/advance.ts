import { setTimeout as sleep } from 'node:timers/promises'
import { type SampleProgress, type SampleRun, schema } from '@vc/db'
import { failpoint } from '@vc/kernel'
import { and, eq, sql } from 'drizzle-orm'
import type { WorkerDeps } from '../deps.ts'
import { collectivesLane } from './collectives.ts'
import { contractsLane } from './contracts.ts'
import { creditLane } from './credit.ts'
import { energyLane } from './energy.ts'
import { membersLane } from './members.ts'
import { ordersLane } from './orders.ts'
import { rightsLane } from './rights.ts'
import { settlementLane } from './settlement.ts'
import type { Lane, Stage, Wait } from './stage.ts'
import { worksLane } from './works.ts'

const lanes: readonly Lane[] = [
  ...[membersLane, creditLane, rightsLane, energyLane, settlementLane],
  ...[collectivesLane, ordersLane, worksLane, contractsLane],
]
/** How long one turn goes on before the queue has it again, and how often it looks in between. */
const TURN_MS = 4_000
const LOOK_MS = 400
const { sampleRuns } = schema

/** Goes on with a run for some seconds. Gives true when it is at its end, false when it must be asked again. */
export async function advanceSample(stage: Stage): Promise<boolean> {
  const end = Date.now() + TURN_MS
  const { db } = stage.worker
  while (Date.now() < end) {
    const run = await runNow(db, stage.run)
    if (run?.state !== 'running') return true
    const isDone = await goRound(stage, run)
    if (isDone) {
      await db
        .update(sampleRuns)
        .set({ state: 'done', endedAt: sql`now()`, reason: null })
        .where(and(eq(sampleRuns.run, stage.run), eq(sampleRuns.state, 'running')))
      return true
    }
    await sleep(LOOK_MS)
  }
  return false
}

async function runNow(db: WorkerDeps['db'], run: number): Promise<SampleRun | undefined> {
  const [row] = await db.select().from(sampleRuns).where(eq(sampleRuns.run, run))
  return row
}

/**
 * Each lane as far as it goes now; the others begin when everyone is a member. What goes wrong in one does not hold the
 * others up, and is thrown at the end. Gives whether all is done.
 */
async function goRound(stage: Stage, { finished }: SampleRun): Promise<boolean> {
  const done = new Set(finished)
  const waits = new Map<Lane, Wait>()
  const faults: unknown[] = []
  for (const lane of lanes) {
    const answer = await goOn(stage, lane, done, () => keep(stage, done, waits)).catch((error: unknown) => {
      faults.push(error)
      return 'worker' as const
    })
    if (answer !== 'done') waits.set(lane, answer)
    if (lane === membersLane && answer !== 'done') break
  }
  await keep(stage, done, waits)
  if (faults.length > 0) throw faults[0]
  return waits.size === 0
}

async function goOn(
  stage: Stage,
  { steps }: Lane,
  done: Set<string>,
  tell: () => Promise<void>,
): Promise<'done' | Wait> {
  for (const { name, run } of steps.filter((step) => !done.has(step.name))) {
    const answer = await run(stage)
    await failpoint('sample-after-step')
    if (answer !== 'done') return answer
    done.add(name)
    await tell()
  }
  return 'done'
}

function keep({ run, worker }: Stage, done: ReadonlySet<string>, waits: ReadonlyMap<Lane, Wait>) {
  const progress = lanes.map((lane): SampleProgress => {
    const count = lane.steps.filter(({ name }) => done.has(name)).length
    return { part: lane.part, done: count, total: lane.steps.length, waits: waits.get(lane) ?? null }
  })
  return worker.db
    .update(sampleRuns)
    .set({ finished: [...done], progress, reason: null, updatedAt: sql`now()` })
    .where(eq(sampleRuns.run, run))
    .then(() => undefined)
}
