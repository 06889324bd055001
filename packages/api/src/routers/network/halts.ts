import { NodeCallError } from '@vc/client'
import { blocksOfDay } from '@vc/consensus'
import { allowed, reads } from '../../procedures.ts'

/** The halts of new credit that regulators asked for and that stand: until which height, why, whose key. None while the node does not answer. */
export const haltsRoute = allowed('network.read', reads).query(async ({ ctx: { client } }) => {
  try {
    const [{ halts }, { parameters }] = await Promise.all([client.creditStanding(), client.status()])
    const day = blocksOfDay({ blockInterval: Number(parameters.blockInterval) })
    return halts.map((halt) => ({ ...halt, until: halt.height + day }))
  } catch (error) {
    if (error instanceof NodeCallError) return []
    throw error
  }
})
