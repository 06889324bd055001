import { z } from 'zod'
import { roleOutput } from '../../output.ts'
import type { newKeyOptions, signInOptions } from '../../webauthn/options.ts'

type KeyOptions = Awaited<ReturnType<typeof newKeyOptions>>
type SignInOptions = Awaited<ReturnType<typeof signInOptions>>
/** A part that browsers define and we only hand over. */
const part = z.unknown()

/** What a browser is told before it makes a key: the shape is the browsers', and nothing besides. */
export const keyOptionsOutput = z.strictObject({
  ...{ rp: part, challenge: z.string(), timeout: part, hints: part, attestation: part, extensions: part },
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  ...{ pubKeyCredParams: part, excludeCredentials: part, authenticatorSelection: part },
}) as unknown as z.ZodType<KeyOptions, KeyOptions>

/** What a browser is told before it asks a key. */
export const signInOptionsOutput = z.strictObject({
  ...{ rpId: part, challenge: z.string(), timeout: part, allowCredentials: part, userVerification: part },
  extensions: part,
}) as unknown as z.ZodType<SignInOptions, SignInOptions>

export const signedInOutput = z.strictObject({ personId: z.string(), membershipId: z.string() })

const organisation = {
  ...{ organisationId: z.string(), organisationName: z.string(), organisationNameZh: z.string() },
  ...{ role: roleOutput, isAdmin: z.boolean() },
}

/** Who is signed in: nothing of the session itself. */
export const meOutput = z
  .strictObject({
    ...{ personId: z.string(), personName: z.string(), membershipId: z.string(), ...organisation },
    keyLabel: z.string(),
    memberships: z.array(z.strictObject({ id: z.string(), ...organisation })),
  })
  .nullable()

export const invitationOutput = z.strictObject({
  ...{ organisationName: z.string(), organisationNameZh: z.string() },
  ...{ role: z.string(), isAdmin: z.boolean(), expiresAt: z.date(), readmits: z.boolean() },
})
