import { equalBytes, fromHex, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type Changes, Overlay, type StateReader } from '@vc/ledger'
import type { Chain } from './chain.ts'

type Branches = Pick<Chain, 'head' | 'state' | 'tree' | 'side' | 'blocks' | 'undos'>

/** The state after any valid block above the final one: the head's own, or seen through undo and change sets. */
export function stateAt(chain: Branches, hash: Uint8Array): StateReader {
  if (equalBytes(hash, chain.head.hash)) return chain.state
  const { tree, head } = chain
  const common = tree.commonOf(toHex(head.hash), toHex(hash))
  const state = new Overlay(chain.state)
  const least = must(tree.find(common), 'the branches part inside the tree').height
  let name = toHex(head.hash)
  for (let height = head.height; height > least; height -= 1) {
    put(state, chain.undos.get(name) ?? undoAt(chain, height))
    name = must(tree.find(name), 'a block of the tree').parent
  }
  for (const name of pathFrom(chain, common, toHex(hash))) put(state, sideOf(chain, name).changes)
  return state
}

/** Names of the blocks above `common` up to `name`, the lowest first. */
export function pathFrom({ tree }: Pick<Branches, 'tree'>, common: string, name: string): readonly string[] {
  const path: string[] = []
  for (let at = name; at !== common; at = must(tree.find(at), 'a block of the tree').parent) path.push(at)
  return path.reverse()
}

/** The undo set of any valid block above the final one. */
export function undoOfBlock(chain: Branches, hash: Uint8Array, height: number): Changes {
  const there = chain.blocks.hashAt(height)
  if (there && equalBytes(there, hash)) return undoAt(chain, height)
  return sideOf(chain, toHex(hash)).undo
}

const undoAt = ({ blocks }: Branches, height: number) =>
  must(blocks.undoAt(height), 'a block has its undo set')

const sideOf = ({ side }: Branches, name: string) => must(side.get(name), 'a side block has its changes')

/** Also as the bytes that the store knows a block by. */
export const hashOf = (name: string) => fromHex(name)

function put(state: Overlay, changes: Changes): void {
  for (const [key, value] of changes) {
    if (value === undefined) state.delete(key)
    else state.put(key, value)
  }
}
