import { router } from '../../procedures.ts'
import { addOrganisationRoute, inviteRoute, revokeInvitationRoute } from './invite.ts'
import { membersRoute } from './members.ts'
import { approveReadmissionRoute, proposeReadmissionRoute } from './readmit.ts'
import { revokeKeyRoute, revokePersonRoute } from './revoke.ts'
import { decideSupplierRoute, suppliersRoute } from './suppliers.ts'

export const organisationRouter = router({
  add: addOrganisationRoute,
  members: membersRoute,
  suppliers: suppliersRoute,
  decideSupplier: decideSupplierRoute,
  invite: inviteRoute,
  revokeInvitation: revokeInvitationRoute,
  revokeKey: revokeKeyRoute,
  revokePerson: revokePersonRoute,
  readmit: router({ propose: proposeReadmissionRoute, approve: approveReadmissionRoute }),
})
