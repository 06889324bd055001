import { CIRCULATION, DEBT, VALUE } from '@vc/ledger'
import type { ApiAnswers } from '../../trpc/types.ts'

/** Value in circulation, value that is locked, debt in either layer. */
export type Held = 'value' | 'locked' | 'debt'
type Sums = ApiAnswers['accounts']['tree']['keys'][number]['held']

/** How much of a kind the sums of a key come to, smallest units. */
export function heldAs(sums: Sums, held: Held): bigint {
  return sums
    .filter(({ element, layer }) =>
      held === 'debt'
        ? element === DEBT
        : element === VALUE && (layer === CIRCULATION) === (held === 'value'),
    )
    .reduce((total, { sum }) => total + sum, 0n)
}
