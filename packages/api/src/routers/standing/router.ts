import { router } from '../../procedures.ts'
import { answerAppealRoute, appealRoute, appealShownRoute, appealsRoute, ownAppealsRoute } from './appeals.ts'
import { consentRoute, consentsRoute, withdrawConsentRoute } from './consents.ts'
import {
  identifyRoute,
  publicRecordsRoute,
  recordsImportRoute,
  recordsPreviewRoute,
} from './public-records.ts'
import { entitiesRoute, nameDebtorRoute, unregisteredRoute } from './register.ts'
import { evaluationsRoute, noticesRoute, sanctionsRoute, seenRoute } from './sanctions.ts'
import { mineRoute, ofKeyRoute, publicRoute } from './score.ts'

/** How debtors stand: who they are, how they are scored, and who is in default. */
export const standingRouter = router({
  unregistered: unregisteredRoute,
  entities: entitiesRoute,
  nameDebtor: nameDebtorRoute,
  public: publicRoute,
  mine: mineRoute,
  ofKey: ofKeyRoute,
  consents: consentsRoute,
  consent: consentRoute,
  withdrawConsent: withdrawConsentRoute,
  ownAppeals: ownAppealsRoute,
  appeals: appealsRoute,
  appeal: appealRoute,
  appealShown: appealShownRoute,
  answerAppeal: answerAppealRoute,
  identify: identifyRoute,
  records: publicRecordsRoute,
  preview: recordsPreviewRoute,
  import: recordsImportRoute,
  sanctions: sanctionsRoute,
  evaluations: evaluationsRoute,
  notices: noticesRoute,
  seen: seenRoute,
})
