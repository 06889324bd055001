export { InvitationLink } from './invitation-link.tsx'
export { OrganisationScreen } from './organisation-screen.tsx'
