import { fromHex } from '@vc/crypto'
import type { Cursor } from '@vc/db'

/** What act sheets of this network are made with, and whether assertions are bound to them. */
export function contextOf({ network, parameters }: Cursor) {
  const { decimals, actSheets } = parameters
  return {
    network: fromHex(network),
    decimals: typeof decimals === 'number' ? decimals : 2,
    actSheets: actSheets !== false,
  }
}
