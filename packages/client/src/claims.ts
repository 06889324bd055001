import { z } from 'zod'

/** What a node said of a claim. `isNew`: it did not have it, and has told its peers. */
export const claimAnswer = z.discriminatedUnion('accepted', [
  z.object({
    accepted: z.literal(true),
    isNew: z.boolean(),
    claimId: z.string(),
    height: z.int().nonnegative(),
  }),
  z.object({
    accepted: z.literal(false),
    refusal: z.object({
      code: z.enum([
        'claim-malformed',
        'claims-off',
        'claim-invalid',
        'claim-header-unknown',
        'claim-early',
        'claim-other-height',
        'claims-many',
      ]),
      facts: z.record(z.string(), z.unknown()),
    }),
  }),
])
export type ClaimAnswer = z.output<typeof claimAnswer>
