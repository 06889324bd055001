import type { Role } from '@vc/api'

const names: Record<Role, true> = {
  admission: true,
  authority: true,
  holder: true,
  issuer: true,
  appraiser: true,
  'certification-centre': true,
  'trading-centre': true,
  'settlement-centre': true,
  'node-operator': true,
  regulator: true,
}

/** Every role, for lists of choices; a role that the API adds does not compile until it stands here. */
export const allRoles = Object.keys(names) as readonly Role[]
