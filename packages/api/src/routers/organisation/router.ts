import { router } from '../../procedures.ts'
import { addOrganisationRoute, inviteRoute, revokeInvitationRoute } from './invite.ts'
import { membersRoute } from './members.ts'
import { approveReadmissionRoute, proposeReadmissionRoute } from './readmit.ts'
import { revokeKeyRoute, revokePersonRoute } from './revoke.ts'

export const organisationRouter = router({
  add: addOrganisationRoute,
  members: membersRoute,
  invite: inviteRoute,
  revokeInvitation: revokeInvitationRoute,
  revokeKey: revokeKeyRoute,
  revokePerson: revokePersonRoute,
  readmit: router({ propose: proposeReadmissionRoute, approve: approveReadmissionRoute }),
})
