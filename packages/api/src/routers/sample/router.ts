import { router } from '../../procedures.ts'
import { inviteRoute, removeRoute, startRoute } from './ask.ts'
import { readRoute } from './read.ts'

/** The sample consortium of a development network. */
export const sampleRouter = router({
  read: readRoute,
  start: startRoute,
  remove: removeRoute,
  invite: inviteRoute,
})
