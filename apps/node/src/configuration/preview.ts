import { setImmediate as otherWork } from 'node:timers/promises'
import type { PreviewAnswer } from '@vc/client'
import {
  type BlockRefusal,
  type ConfigurationDocument,
  configurationId,
  judgeBlock,
  type Parameters,
  wrongDocument,
} from '@vc/consensus'
import { type Clock, must } from '@vc/kernel'
import { type Changes, Overlay, type StateReader } from '@vc/ledger'
import { type Chain, contextOn } from '../chain/chain.ts'
import { parentOf } from '../chain/judge-on-branch.ts'
import { blockAt } from '../chain/undo-head.ts'

/** So long it judges before other work of the node has its turn, and so long in all; milliseconds. */
const TURN = 20
const PATIENCE = 60_000

/**
 * Judges the last final blocks again, each on the state after its parent, with other values of some parameters: which
 * would have been refused, and by what (configuration.md 5). Goes back by undo sets, so no further than these are kept.
 */
export async function previewChanges(
  chain: Chain,
  changes: Partial<Parameters>,
  { blocks, clock }: { readonly blocks: number; readonly clock: Clock },
): Promise<PreviewAnswer> {
  const wrong = wrongDocument(changed(chain.configuration, changes))
  if (wrong) return { accepted: false, refusal: { code: wrong.code, facts: { ...wrong.facts } } }
  const walk = openWalk(chain)
  const refused = new Map<string, { blocks: number; first: number }>()
  const until = clock.nowMs() + PATIENCE
  let judged = 0
  let turn = clock.nowMs()
  while (judged < blocks && walk.height > 0 && clock.nowMs() < until) {
    const before = walk.stepBack()
    if (!before) break
    const refusal = judgeAnew(chain, changes, { height: walk.height + 1, state: before })
    judged += 1
    if (refusal) note(refused, refusal.code, walk.height + 1)
    if (clock.nowMs() - turn < TURN) continue
    await otherWork()
    walk.follow()
    turn = clock.nowMs()
  }
  const rules = [...refused].map(([code, seen]) => ({ code, ...seen }))
  return { accepted: true, blocks: judged, from: walk.height + 1, refused: rules }
}

const changed = (configuration: ConfigurationDocument, changes: Partial<Parameters>) => ({
  ...configuration,
  parameters: { ...configuration.parameters, ...changes },
})

function note(refused: Map<string, { blocks: number; first: number }>, code: string, height: number): void {
  refused.set(code, { blocks: (refused.get(code)?.blocks ?? 0) + 1, first: height })
}

function judgeAnew(
  chain: Chain,
  changes: Partial<Parameters>,
  { height, state }: { readonly height: number; readonly state: StateReader },
): BlockRefusal | undefined {
  const block = blockAt(chain, must(chain.blocks.hashAt(height), 'the chain has all its heights'))
  const inForce = must(chain.configurations.find(block.header.configId), 'a valid block has its rules')
  const context = {
    ...contextOn(chain, block.header.prevHash),
    configuration: changed(inForce, changes),
    configId: configurationId(inForce),
  }
  const parent = parentOf(chain, block.header.prevHash, block.extension.references.length > 0)
  const judged = judgeBlock(block, state, parent, context)
  return judged.ok ? undefined : judged.refusal
}

/** The state at ever lower heights below the final block, whatever the head does meanwhile. */
function openWalk(chain: Chain) {
  const root = chain.tree.root.height
  let height = root
  let atRoot = stateAtRoot(chain, root)
  const live: StateReader = {
    get: (key) => atRoot.get(key),
    range: (prefix) => atRoot.range(prefix),
  }
  const state = new Overlay(live)
  return {
    get height() {
      return height
    },
    /** The state before the block at `height`; that one is below then. Undefined where no undo set is kept, or no body. */
    stepBack: (): StateReader | undefined => {
      const undo = chain.blocks.undoAt(height)
      const [hash, parent] = [chain.blocks.hashAt(height), chain.blocks.undoAt(height - 1)]
      if (!undo || !hash || !chain.blocks.bytesOf(hash) || (height > 1 && !parent)) return undefined
      lay(state, undo)
      height -= 1
      return state
    },
    /** The head may have moved: what it wrote is taken off again. */
    follow: () => {
      atRoot = stateAtRoot(chain, root)
    },
  }
}

function stateAtRoot({ state, head, blocks }: Chain, root: number): StateReader {
  const before = new Overlay(state)
  for (let height = head.height; height > root; height -= 1) {
    lay(before, must(blocks.undoAt(height), 'a block above the final one has its undo set'))
  }
  return before
}

function lay(state: Overlay, undo: Changes): void {
  for (const [key, value] of undo) {
    if (value === undefined) state.delete(key)
    else state.put(key, value)
  }
}
