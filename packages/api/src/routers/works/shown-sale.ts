import type { saleRows, UnspentOutput } from '@vc/db'
import { actState, type ChainMoment } from '../../acts/act-state.ts'
import { termsOf } from './terms-of.ts'

type Sale = Awaited<ReturnType<typeof saleRows>>[number]
type Work = Parameters<typeof termsOf>[1]

/** A sale with how many of its licences are left, by its coins that are free. */
export function shownSale(
  { sale, act, height }: Sale,
  work: Work,
  free: readonly UnspentOutput[],
  at: ChainMoment,
) {
  const { uses, territory, days, count, price, reward, resale } = termsOf(sale, work)
  return {
    ...{ id: sale.id, uses, territory, days, count, price, reward, txid: sale.txid, resale },
    left: free.filter(({ txid }) => txid === sale.txid).length,
    state: actState(act, height, at),
  }
}
