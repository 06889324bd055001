import {
  blocksOfDay,
  type CreditGround,
  creditGround,
  type Header,
  openCredit,
  type WindowPast,
} from '@vc/consensus'
import { must } from '@vc/kernel'
import { type StateReader, standardDebts, viewOf } from '@vc/ledger'
import type { Chain } from '../chain/chain.ts'

/** Ages move slowly, and a look at all debts is long: the mean is taken anew after so many blocks. */
const AGE_BLOCKS = 60

/** Looks at the head for the credit policy; remembers the mean age of debt. */
export function creditWatch(chain: Chain): () => CreditGround {
  let aged: { readonly height: number; readonly mean: number } | undefined
  return () => {
    const { height } = chain.head
    if (!aged || height < aged.height || height >= aged.height + AGE_BLOCKS) {
      aged = { height, mean: meanAgeOfDebt(chain.state, height) }
    }
    return creditGround(chain.head.header.totals, totalsDayBefore(chain), aged.mean)
  }
}

function totalsDayBefore(chain: Chain): readonly bigint[] {
  const { head, configuration } = chain
  return headerAt(chain, Math.max(0, head.height - blocksOfDay(configuration.parameters))).totals
}

function headerAt({ blocks }: Chain, height: number): Header {
  const hash = must(blocks.hashAt(height), 'the chain has all its heights')
  return must(blocks.header(hash), 'a block of the chain has its header')
}

/** The day of blocks before the head, for who asks when a credit fits; remembers what final blocks say. */
export function windowWatch(chain: Chain): () => WindowPast {
  const known = new Map<number, bigint>()
  const openAt = (height: number) => {
    const open = known.get(height) ?? openCredit(headerAt(chain, height).totals)
    if (height <= chain.finality.final.height) known.set(height, open)
    return open
  }
  return () => {
    const day = blocksOfDay(chain.configuration.parameters)
    if (known.size > 2 * day) known.clear()
    return { head: chain.head.height, day, openAt }
  }
}

/** Blocks since unpaid debts were written, weighed by amount; 0 without debt. */
export function meanAgeOfDebt(state: StateReader, height: number): number {
  const view = viewOf(state, { height })
  let sum = 0n
  let weighed = 0n
  for (const { outpoint, writtenAt } of standardDebts(state)) {
    const { amount } = must(view.findOutput(outpoint), 'a listed debt is unspent')
    sum += amount
    weighed += amount * BigInt(height - writtenAt)
  }
  return sum === 0n ? 0 : Number(weighed / sum)
}
