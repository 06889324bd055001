import { z } from 'zod'

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)
const flag = z.enum(['on', 'off']).transform((text) => text === 'on')

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  NODE_URL: z.url(),
  /** File of the node's token, when it wants one. */
  NODE_TOKEN_FILE: z.string().min(1).optional(),
  /** Exact origins of the portal, comma-separated; the first is the one in links. */
  PORTAL_ORIGIN: list.pipe(z.array(z.url()).min(1)),
  PORTAL_RP_ID: z.string().min(1),
  PORTAL_RP_NAME: z.string().min(1).default('ValueCyber'),
  /** Of the verifiers that the network's configuration names, the one that this portal opens; the first when left out. */
  VERIFIER_ORIGIN: z.string().default(''),
  PORTAL_DEVICE_BOUND_ONLY: flag.default(false),
  /** AAGUIDs of authenticator models, comma-separated; empty asks for no attestation. */
  PORTAL_ATTESTED_MODELS: list.default([]),
  PORTAL_READMISSION_DELAY_HOURS: z.coerce.number().min(0).default(24),
  PORTAL_SIGN_IN_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  PORTAL_ACTS_PER_MINUTE: z.coerce.number().int().min(1).default(60),
})

/** Reads the environment once, at the first request. A missing setting stops it there, by name. */
export function readEnv(source: Record<string, string | undefined>) {
  const env = schema.parse(source)
  const models = env.PORTAL_ATTESTED_MODELS
  return {
    databaseUrl: env.DATABASE_URL,
    nodeUrl: env.NODE_URL,
    nodeTokenFile: env.NODE_TOKEN_FILE,
    origins: env.PORTAL_ORIGIN,
    rpId: env.PORTAL_RP_ID,
    rpName: env.PORTAL_RP_NAME,
    verifierOrigin: env.VERIFIER_ORIGIN,
    deviceBoundOnly: env.PORTAL_DEVICE_BOUND_ONLY,
    attestedModels: models.length === 0 ? undefined : models,
    readmissionDelayMs: env.PORTAL_READMISSION_DELAY_HOURS * 3_600_000,
    limits: { signInPerMinute: env.PORTAL_SIGN_IN_PER_MINUTE, actsPerMinute: env.PORTAL_ACTS_PER_MINUTE },
  }
}

export type PortalEnv = ReturnType<typeof readEnv>
