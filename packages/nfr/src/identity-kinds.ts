/** What a document can be that an organisation keeps with the identity centre. */
export const identityKinds = ['identity', 'registration', 'accounts', 'contract', 'other'] as const
export type IdentityKind = (typeof identityKinds)[number]
