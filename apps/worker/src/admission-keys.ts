import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromHex, schnorrPublicKey, signSchnorr } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { z } from 'zod'

/** A key in software: signs a digest as the kind of its public key asks (33 bytes: an assertion, 32: BIP340). */
export type SoftwareKey = {
  readonly publicKey: Uint8Array
  readonly assertAct?: (challenge: Uint8Array, sheetHash: Uint8Array) => Uint8Array
  readonly sign?: (digest: Uint8Array) => Uint8Array
}

/** Keys of the admission group, which exist as software in development and sample networks only. */
export type AdmissionKeys = {
  readonly keys: readonly SoftwareKey[]
  /** What a new authority gets, smallest units; the network's credit unit times 1,024 when absent. */
  readonly ceiling: bigint | undefined
}

const schema = z.object({
  /** Says that whoever has this file is the admission group: no production network has it. */
  software: z.literal(true),
  rpId: z.string().min(1),
  origin: z.string().min(1),
  secrets: z.array(z.string().regex(/^[0-9a-f]{64}$/)).min(1),
  ceiling: z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional(),
})

/** Reads admission-keys.json in the worker's folder; undefined when the network's keys are hardware. Throws when malformed. */
export async function loadAdmissionKeys(dataDir: string): Promise<AdmissionKeys | undefined> {
  const path = join(dataDir, 'admission-keys.json')
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`)
  const { secrets, ceiling, rpId, origin } = parsed.data
  const keys = secrets.flatMap((secret) => softwareKeys(fromHex(secret), { rpId, origin }))
  return { keys, ceiling: ceiling === undefined ? undefined : BigInt(ceiling) }
}

/** Both keys that a secret of 32 bytes has: P-256 as an authenticator, secp256k1. */
export function softwareKeys(
  secret: Uint8Array,
  party: { rpId: string; origin: string },
): readonly SoftwareKey[] {
  const { publicKey33, assert } = softwareAuthenticator(secret, party)
  return [{ publicKey: publicKey33, assertAct: assert }, schnorrKey(secret)]
}

/** A secp256k1 key in software. */
export function schnorrKey(secret: Uint8Array): SoftwareKey {
  return { publicKey: schnorrPublicKey(secret), sign: (digest) => signSchnorr(digest, secret) }
}
