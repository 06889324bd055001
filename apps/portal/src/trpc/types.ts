import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@vc/api'

/** What each procedure gives and takes: `ApiAnswers['acts']['begin']`. */
export type ApiAnswers = inferRouterOutputs<AppRouter>
export type ApiQuestions = inferRouterInputs<AppRouter>
