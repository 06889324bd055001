import { type CreditWindow, NodeCallError } from '@vc/client'
import type { MemberContext } from '../context.ts'

/**
 * Whether so much new credit fits into the next block of the portal's node, and else when (requirements V-019, V-075). Null while
 * the node does not answer.
 */
export async function creditWindowOf(
  { client }: Pick<MemberContext, 'client'>,
  amount: bigint,
): Promise<CreditWindow | null> {
  try {
    return await client.creditWindow(amount)
  } catch (error) {
    if (error instanceof NodeCallError) return null
    throw error
  }
}
