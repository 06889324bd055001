import { accountAt, ownersOf } from '@vc/db'
import { z } from 'zod'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { shownOutput } from './show.ts'

const MOST = 500

/** What stands under a key hash: sums of what is unspent, its newest outputs, and whose it is when that is known. */
export const accountRoute = allowed('network.read', reads)
  .input(z.strictObject({ keyHash: hexInput(20) }))
  .query(async ({ ctx, input }) => {
    const { outputs, unspent } = await accountAt(ctx.db, input.keyHash, MOST)
    const [owner] = await ownersOf(ctx.db, [input.keyHash])
    return { outputs: outputs.map(shownOutput), unspent, owner: owner ?? null }
  })
