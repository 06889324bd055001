import {
  type BlockVerdict,
  drawName,
  evidenceOf,
  type Header,
  headerInOwnMemory,
  treeBlockOf,
} from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import type { Chain } from './chain.ts'
import { weighPenalties } from './disown.ts'
import { takeCertificate } from './finality.ts'
import { judgeOnBranch } from './judge-on-branch.ts'
import { hashOf } from './state-at.ts'
import { readTree } from './tree-store.ts'
import { blockAt } from './undo-head.ts'

type Growing = Omit<Chain, 'finality'>

/** Puts the chain above its recorded final block into the tree. */
export function growChain(chain: Growing): void {
  const { blocks, tree, head, store } = chain
  const known = new Map(readTree(store, tree.root.height).map((entry) => [toHex(entry.hash), entry]))
  for (let height = tree.root.height + 1; height <= head.height; height += 1) {
    const hash = must(blocks.hashAt(height), 'the chain has all its heights')
    const isLate = known.get(toHex(hash))?.isLate ?? false
    addHeader(chain, must(blocks.header(hash), 'a block has its header'), isLate)
    tree.judged(toHex(hash), true)
  }
}

/** Puts what stands beside the chain into the tree; its bodies are judged again. */
export function growSide(chain: Chain): void {
  const { blocks, tree } = chain
  for (const { hash, isLate, body } of readTree(chain.store, tree.root.height)) {
    const header = blocks.header(hash)
    if (!header || tree.has(toHex(hash)) || !tree.has(toHex(header.prevHash))) continue
    addHeader(chain, header, isLate)
    if (body === 'invalid') tree.judged(toHex(hash), false)
    if (body === 'good') standAgain(chain, hash)
  }
  for (const { name } of tree.blocks().slice(1)) {
    if (tree.bodyOf(name) === 'good') heed(chain, name)
  }
  chain.finality.recount()
}

/** What a valid block says of others: the process may have ended before it was heard, and nobody sends old votes again. */
function heed(chain: Chain, name: string): void {
  const { transactions, extension } = blockAt(chain, hashOf(name))
  weighPenalties(chain, name, transactions)
  for (const certificate of extension.certificates) takeCertificate(chain, certificate)
}

function standAgain(chain: Chain, hash: Uint8Array): void {
  const judged = judgeOnBranch(chain, blockAt(chain, hash))
  if (judged.ok) standBeside(chain, judged.value)
}

/** A valid block waits beside the chain. */
export function standBeside(chain: Chain, verdict: BlockVerdict): void {
  const { hash, changes, undo, finality, judgements } = verdict
  chain.side.set(toHex(hash), { changes, undo, txids: judgements.map(({ txid }) => txid) })
  chain.recorded.set(toHex(hash), finality.final.height)
  chain.tree.judged(toHex(hash), true)
}

/** A valid header enters the tree. When its draw was signed before, both weigh nothing and the two are evidence. */
export function addHeader(chain: Growing, header: Header, isLate: boolean): void {
  const block = treeBlockOf(header)
  if (chain.tree.has(block.name)) return
  chain.tree.add(block, { isLate })
  const draw = drawName(header)
  const first = chain.draws.get(draw)
  if (!first) return void chain.draws.set(draw, headerInOwnMemory(header))
  const evidence = evidenceOf({ kind: 'headers', a: first, b: header })
  for (const one of [first, header]) chain.tree.silence(treeBlockOf(one).name)
  chain.evidence.note(evidence)
}
