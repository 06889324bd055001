import { z } from 'zod'

/** What browsers send back, bounded before it is believed. Results of the PRF extension must not be sent to us. */

const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/)
const extensions = z.strictObject({
  credProps: z.strictObject({ rk: z.boolean().optional() }).optional(),
  prf: z.strictObject({ enabled: z.boolean().optional() }).optional(),
})
/** A credential id is at most 1023 bytes. */
const credentialId = text(1364)
const attachment = z.enum(['cross-platform', 'platform']).optional()

export const registrationInput = z.strictObject({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
  response: z.strictObject({
    clientDataJSON: text(4096),
    attestationObject: text(64_000),
    transports: z
      .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
      .max(8)
      .optional(),
    authenticatorData: text(8192).optional(),
    publicKey: text(4096).optional(),
    publicKeyAlgorithm: z.int().optional(),
  }),
})

export const assertionInput = z.strictObject({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
  response: z.strictObject({
    clientDataJSON: text(4096),
    authenticatorData: text(4096),
    signature: text(2048),
    userHandle: text(128).optional(),
  }),
})

export type RegistrationInput = z.infer<typeof registrationInput>
export type AssertionInput = z.infer<typeof assertionInput>
