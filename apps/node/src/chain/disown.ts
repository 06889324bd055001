import { type Condemnation, canDisown, condemnationsOf, wasOverdue } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type Transaction, txidOf } from '@vc/ledger'
import type { Chain } from './chain.ts'
import { hashOf, stateAt } from './state-at.ts'
import { blockAt } from './undo-head.ts'

/** A valid block has come to the tree: does it condemn what a block beside it holds, or hold what one condemns (consensus.md 15)? */
export function weighPenalties(chain: Chain, name: string, transactions: readonly Transaction[]): void {
  const { tree, penalties, configuration } = chain
  const own = condemnationsOf(transactions, configuration.parameters.maxTransactionBytes)
  if (own.length > 0) penalties.set(name, own)
  if (penalties.size === 0) return
  const mine = new Set(transactions.map((transaction) => toHex(txidOf(transaction))))
  for (const [rival, condemned] of penalties)
    if (tree.has(rival)) answer(chain, { block: name, rival, mine, condemned })
  for (const { name: block } of own.length > 0 ? tree.blocks() : []) {
    if (block === name || tree.bodyOf(block) !== 'good' || block === tree.root.name) continue
    const held = new Set(blockAt(chain, hashOf(block)).transactions.map((one) => toHex(txidOf(one))))
    answer(chain, { block, rival: name, mine: held, condemned: own })
  }
}

type Question = {
  readonly block: string
  readonly rival: string
  readonly mine: ReadonlySet<string>
  readonly condemned: readonly Condemnation[]
}

function answer(chain: Chain, { block, rival, mine, condemned }: Question): void {
  const { tree, finality } = chain
  const held = condemned.filter(({ txid }) => mine.has(txid))
  if (held.length === 0 || !canDisown(tree, { block, rival, justified: toHex(finality.justified.hash) }))
    return
  const { parent, height } = must(tree.find(block), 'a block of the tree')
  const state = stateAt(chain, hashOf(parent))
  if (held.some(({ debts }) => wasOverdue(debts, state, height))) chain.disowned.add(block)
  tree.disown(block, chain.disowned.has(block))
}

/** A block under a justified checkpoint stands for ever, whatever it holds. */
export function standForEver({ tree, disowned, finality }: Chain): void {
  const justified = toHex(finality.justified.hash)
  for (const block of disowned) {
    if (tree.has(block) && !tree.standsOn(justified, block)) continue
    if (tree.has(block)) tree.disown(block, false)
    disowned.delete(block)
  }
}
