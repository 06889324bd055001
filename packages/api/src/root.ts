import { z } from 'zod'
import { openProcedure, reads, router } from './procedures.ts'
import { accountsRouter } from './routers/accounts/router.ts'
import { actKeysRouter } from './routers/act-keys/router.ts'
import { actsRouter } from './routers/acts/router.ts'
import { auditRouter } from './routers/audit/router.ts'
import { authRouter } from './routers/auth/router.ts'
import { chainsRouter } from './routers/chains/router.ts'
import { chequesRouter } from './routers/cheques/router.ts'
import { collectivesRouter } from './routers/collectives/router.ts'
import { coopRouter } from './routers/coop/router.ts'
import { creditRouter } from './routers/credit/router.ts'
import { certificatesRouter } from './routers/energy/router.ts'
import { explorerRouter } from './routers/explorer/router.ts'
import { foundationRouter } from './routers/foundation/router.ts'
import { identityRouter } from './routers/identity/router.ts'
import { jobsRouter } from './routers/jobs/router.ts'
import { networkRouter } from './routers/network/router.ts'
import { organisationRouter } from './routers/organisation/router.ts'
import { overviewRouter } from './routers/overview/router.ts'
import { provenanceRouter } from './routers/provenance/router.ts'
import { rightsRouter } from './routers/rights/router.ts'
import { sampleRouter } from './routers/sample/router.ts'
import { seedsRouter } from './routers/seeds/router.ts'
import { settlementRouter } from './routers/settlement/router.ts'
import { stakingRouter } from './routers/staking/router.ts'
import { standingRouter } from './routers/standing/router.ts'
import { studioRouter } from './routers/studio/router.ts'
import { tradesRouter } from './routers/trades/router.ts'
import { unionsRouter } from './routers/unions/router.ts'
import { worksRouter } from './routers/works/router.ts'

/** Every route of the API. A domain adds one line here and a folder routers/<domain>. */
export const appRouter = router({
  health: openProcedure(reads)
    .output(z.strictObject({ nowMs: z.number() }))
    .query(({ ctx }) => ({ nowMs: ctx.clock.nowMs() })),
  auth: authRouter,
  organisation: organisationRouter,
  accounts: accountsRouter,
  actKeys: actKeysRouter,
  acts: actsRouter,
  credit: creditRouter,
  foundation: foundationRouter,
  rights: rightsRouter,
  certificates: certificatesRouter,
  provenance: provenanceRouter,
  collectives: collectivesRouter,
  coop: coopRouter,
  unions: unionsRouter,
  chains: chainsRouter,
  works: worksRouter,
  identity: identityRouter,
  seeds: seedsRouter,
  cheques: chequesRouter,
  settlement: settlementRouter,
  staking: stakingRouter,
  standing: standingRouter,
  studio: studioRouter,
  trades: tradesRouter,
  overview: overviewRouter,
  explorer: explorerRouter,
  audit: auditRouter,
  jobs: jobsRouter,
  network: networkRouter,
  sample: sampleRouter,
})

export type AppRouter = typeof appRouter
