import { allowed, reads, router } from '../../procedures.ts'
import { applicationsJobs, metersJobs, sampleJobs, settlementJobs, unionJobs, worksJobs } from './sources.ts'

const DAY_MS = 24 * 3_600_000
const MOST = 50

/**
 * Long work of the active organisation: all that is under way or waits, and what ended within a day, the newest first.
 * Told from the rows of the work itself, so it is there after any restart.
 */
const listRoute = allowed('job.read', reads).query(async ({ ctx }) => {
  const all = await Promise.all([
    sampleJobs(ctx),
    worksJobs(ctx),
    metersJobs(ctx),
    applicationsJobs(ctx),
    settlementJobs(ctx),
    unionJobs(ctx),
  ])
  const since = ctx.clock.nowMs() - DAY_MS
  const isOver = { done: true, refused: true, running: false, waiting: false }
  return all
    .flat()
    .filter(({ state, at }) => !isOver[state] || at.getTime() >= since)
    .sort((a, b) => Number(isOver[a.state]) - Number(isOver[b.state]) || b.at.getTime() - a.at.getTime())
    .slice(0, MOST)
})

export const jobsRouter = router({ list: listRoute })
