import type { licenceRows, saleRows, UnspentOutput } from '@vc/db'
import { actState, type ChainMoment } from '../../acts/act-state.ts'
import { termsOf } from './terms-of.ts'

type Sale = Awaited<ReturnType<typeof saleRows>>[number]
type Taken = Awaited<ReturnType<typeof licenceRows>>[number]
type Work = Parameters<typeof termsOf>[1]

/** A sale with how many of its licences are left, by its coins and what is being bought. */
export function shownSale(
  { sale, act, height }: Sale,
  work: Work,
  { taken, coins }: { readonly taken: readonly Taken[]; readonly coins: readonly UnspentOutput[] },
  at: ChainMoment,
) {
  const busy = taken
    .filter((one) => one.licence.saleId === sale.id && actState(one.act, one.height, at) !== 'dropped')
    .map(({ licence }) => licence.unit)
  const free = coins.filter(({ txid, index }) => txid === sale.txid && !busy.includes(index))
  const { uses, territory, days, count, price, reward } = termsOf(sale, work)
  return {
    ...{ id: sale.id, uses, territory, days, count, price, reward, txid: sale.txid },
    ...{ left: free.length, state: actState(act, height, at) },
  }
}
