import { portalDeps } from './context.ts'
import { tracedApi } from './traced-api.ts'

/** Answers a request to the API with what the portal has opened. */
export const answerApi = tracedApi(portalDeps)
