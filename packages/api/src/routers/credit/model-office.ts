import type { NodeClient } from '@vc/client'
import { fromHex, schnorrPublicKey } from '@vc/crypto'
import { findCursor, schema } from '@vc/db'
import { type Clock, must } from '@vc/kernel'
import { configurationOf } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'

const { blocks } = schema

/** Who gives within models: the key that their credit lies under, the node that tells of a halt, and what time it is. */
export type Giver = { readonly secret: Uint8Array; readonly client: NodeClient; readonly clock: Clock }

/** What every model is asked with: the giver's key, the node, and the head of the chain with its rules. */
export type Office = Awaited<ReturnType<typeof officeOf>>

/** The same as the chain is now. */
export async function officeOf(tx: DbOrTransaction, { secret, client, clock }: Giver) {
  const cursor = must(await findCursor(tx), 'the worker follows a chain')
  const [head] = await tx.select({ time: blocks.time }).from(blocks).where(eq(blocks.height, cursor.height))
  return {
    ...{ client, clock, height: cursor.height, time: must(head, 'the head is projected').time },
    env: { network: fromHex(cursor.network), configuration: configurationOf(cursor.parameters) },
    giver: { secret, key: schnorrPublicKey(secret) },
  }
}
