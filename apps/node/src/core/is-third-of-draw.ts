import type { Header } from '@vc/consensus'
import { equalBytes } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'

/** Only the first two headers of a draw are handed on: they prove that it was signed twice, more would only fill (consensus.md 19). */
export function isThirdOfDraw({ evidence }: Chain, header: Header): boolean {
  const against = evidence.against(header.producerKey)
  if (against?.kind !== 'headers') return false
  const { first } = against
  const isSameDraw = equalBytes(first.stakeTxid, header.stakeTxid) && first.stakeIndex === header.stakeIndex
  return isSameDraw && first.time === header.time
}
