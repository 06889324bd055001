/** What a document can be. */
export const kinds = ['identity', 'registration', 'accounts', 'contract', 'other'] as const
export type Kind = (typeof kinds)[number]
