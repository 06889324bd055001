import type { Finality } from '@vc/db'
import { z } from 'zod'
import { type Role, roles } from './permissions.ts'

/**
 * Schemas of what procedures answer whom nobody has signed in to (reliability.md S-03). They are strict: a column that
 * somebody adds to a row is no answer before it stands here. A test asks each such procedure for its schema.
 */

/** The two names of an organisation. */
export const namesOutput = z.strictObject({ name: z.string(), nameZh: z.string() })

/** A transaction in its block, as `recordOnLedger` gives it. */
export const recordOutput = z
  .strictObject({
    txid: z.string(),
    height: z.int(),
    block: z
      .strictObject({ hash: z.string(), bytes: z.string(), final: z.boolean(), time: z.number() })
      .nullable(),
  })
  .nullable()

export const roleOutput: z.ZodType<Role> = z.enum(roles)
export const finalityOutput: z.ZodType<Finality> = z.enum(['in-block', 'final'])
export const actStateOutput = z.enum(['signing', 'on-its-way', 'in-block', 'final', 'dropped'])
