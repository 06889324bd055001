import { schema, writeOutbox } from '@vc/db'
import { makeSample } from '@vc/jobs'
import { eq, sql } from 'drizzle-orm'
import type { WorkerDeps } from '../deps.ts'
import { domainHandler } from '../run-promised.ts'
import { advanceSample } from '../sample/advance.ts'
import { removeSample } from '../sample/remove.ts'
import type { Stage } from '../sample/stage.ts'
import { stageOf } from '../sample/stage-of.ts'

const { sampleRuns } = schema
/** The desks of a run stay open between turns of one worker. */
const stages = new WeakMap<WorkerDeps, Stage>()

/**
 * Makes the sample consortium, or takes it away, as its row says. A turn lasts some seconds; the next one is promised in
 * the transaction that ends this one, so a killed worker's run goes on where it was.
 */
export const sampleHandler = domainHandler(makeSample, async ({ run }, tx, deps) => {
  const [row] = await tx.select().from(sampleRuns).where(eq(sampleRuns.run, run))
  if (row?.state === 'removing') return removeSample(tx, run)
  if (row?.state !== 'running') return
  const isEnded = await advance(deps, run)
  if (isEnded) return
  const key = `sample-${run}-${crypto.randomUUID()}`
  await writeOutbox(tx, { topic: makeSample.name, payload: { run }, key })
})

async function advance(deps: WorkerDeps, run: number): Promise<boolean> {
  try {
    const known = stages.get(deps)
    const stage = known?.run === run ? known : await stageOf(deps, run)
    stages.set(deps, stage)
    return await advanceSample(stage)
  } catch (error) {
    const reason = codeOf(error)
    await deps.db.update(sampleRuns).set({ reason, updatedAt: sql`now()` }).where(eq(sampleRuns.run, run))
    throw error
  }
}

/** The code of a refusal; a fault of ours has none to tell. */
function codeOf(error: unknown): string {
  const { code, cause } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { code: '', cause: '' }
  if (cause instanceof Error && /^[a-z-]+$/.test(cause.message)) return cause.message
  return typeof code === 'string' && /^[a-z-]+$/.test(code) ? code : 'internal'
}
