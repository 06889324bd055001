import { movedGuarantees } from '@vc/api'
import { tellOrganisation } from '@vc/db'
import { watchGuarantees } from '@vc/jobs'
import { domainHandler } from '../run-promised.ts'

/** Tells each authority, once, of a guarantee behind an unpaid debt of its own that is gone or another's now. */
export const watchGuaranteesHandler = domainHandler(watchGuarantees, async ({ height }, tx) => {
  for (const { applicationId, authorityId, position } of await movedGuarantees(tx)) {
    const about = `${applicationId}/${position}`
    await tellOrganisation(
      tx,
      { organisationId: authorityId, kind: 'guarantee-moved', about, height },
      new Date(),
    )
  }
})
