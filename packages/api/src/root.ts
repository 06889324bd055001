import { openProcedure, reads, router } from './procedures.ts'

/** Every route of the API. A domain adds one line here and a folder routers/<domain>. */
export const appRouter = router({
  health: openProcedure(reads).query(({ ctx }) => ({ nowMs: ctx.clock.nowMs() })),
})

export type AppRouter = typeof appRouter
