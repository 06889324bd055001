import { router } from '../../procedures.ts'
import { beginEnrolRoute, finishEnrolRoute } from './enrol.ts'
import { acceptInvitationRoute, readInvitationRoute } from './invitation.ts'
import {
  beginAddKeyRoute,
  finishAddKeyRoute,
  issueRecoveryCodesRoute,
  listKeysRoute,
  revokeOwnKeyRoute,
} from './keys.ts'
import { beginLoginRoute, finishLoginRoute, logoutRoute, meRoute } from './login.ts'
import { beginRecoverRoute, finishRecoverRoute } from './recover.ts'
import { beginStepUpRoute, finishStepUpRoute } from './step-up.ts'
import { switchMembershipRoute } from './switch-membership.ts'

export const authRouter = router({
  invitation: router({ read: readInvitationRoute, accept: acceptInvitationRoute }),
  enrol: router({ begin: beginEnrolRoute, finish: finishEnrolRoute }),
  login: router({ begin: beginLoginRoute, finish: finishLoginRoute }),
  logout: logoutRoute,
  session: router({ me: meRoute, switchMembership: switchMembershipRoute }),
  stepUp: router({ begin: beginStepUpRoute, finish: finishStepUpRoute }),
  keys: router({
    list: listKeysRoute,
    beginAdd: beginAddKeyRoute,
    finishAdd: finishAddKeyRoute,
    revoke: revokeOwnKeyRoute,
  }),
  recoveryCodes: router({ issue: issueRecoveryCodesRoute }),
  recover: router({ begin: beginRecoverRoute, finish: finishRecoverRoute }),
})
