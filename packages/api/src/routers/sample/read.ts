import { findSample } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, asc, eq } from 'drizzle-orm'
import { allowed, reads } from '../../procedures.ts'

/** How far the sample of this network is, what it waits for, and who takes part in it. */
export const readRoute = allowed('network.sample', reads).query(async ({ ctx }) => {
  const run = await findSample(ctx.db)
  const isDevelopment = !ctx.env.configuration.hardwareKeysOnly
  if (!run) return { isDevelopment, sample: null, organisations: [] }
  const { finished: _, ...sample } = run
  const rows = await ctx.db
    .select({
      id: organisations.id,
      name: organisations.name,
      nameZh: organisations.nameZh,
      roles: organisations.roles,
    })
    .from(organisations)
    .where(and(eq(organisations.sampleRun, run.run), eq(organisations.status, 'active')))
    .orderBy(asc(organisations.createdAt), asc(organisations.name))
  return { isDevelopment, sample, organisations: rows }
})
