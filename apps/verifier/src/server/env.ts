import { join } from 'node:path'
import { z } from 'zod'

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text
const origin = z.string().refine(isOrigin, 'an origin is https://name[:port], without a path')
const schema = z.object({
  VERIFIER_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  VERIFIER_HOST: z.string().min(1).default('localhost'),
  /** Exact origins of the portals that may hand over acts, comma-separated. */
  VERIFIER_PORTALS: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(origin).min(1)),
  /** Folder with genesis.block and configuration.json of the network, as a node has it. */
  VERIFIER_NETWORK_DIR: z.string().min(1),
})

/** Reads the environment once; throws with the names of what is unset or can not be read. */
export function readEnv(source: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new Error(`environment: ${z.prettifyError(parsed.error)}`)
  const env = parsed.data
  const inside = (name: string) => join(env.VERIFIER_NETWORK_DIR, name)
  return {
    port: env.VERIFIER_PORT,
    host: env.VERIFIER_HOST,
    portals: env.VERIFIER_PORTALS,
    genesisFile: inside('genesis.block'),
    configurationFile: inside('configuration.json'),
  }
}
