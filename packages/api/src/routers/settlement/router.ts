import { router } from '../../procedures.ts'
import { approveRoute } from './approve.ts'
import { declineRoute } from './decline.ts'
import { importRoute } from './import.ts'
import { participantsRoute, removeParticipantRoute, saveParticipantRoute } from './participants.ts'
import { bookRoute, depositRoute, poolRoute } from './pool.ts'
import { flowsRoute, listRoute, readRoute, reportRoute } from './read.ts'
import { takeRoute } from './take.ts'

/** Batches of obligations from file to ledger, and the centre's pool. */
export const settlementRouter = router({
  import: importRoute,
  list: listRoute,
  read: readRoute,
  flows: flowsRoute,
  report: reportRoute,
  take: takeRoute,
  approve: approveRoute,
  decline: declineRoute,
  participants: participantsRoute,
  saveParticipant: saveParticipantRoute,
  removeParticipant: removeParticipantRoute,
  pool: poolRoute,
  book: bookRoute,
  deposit: depositRoute,
})
