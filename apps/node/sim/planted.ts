import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Defects that are planted into the code as it is loaded: a simulator that does not find them is worth nothing. Each
 * changes one place; a place that is not there exactly once ends the run.
 */
export const plantable: Readonly<Record<string, { file: string; from: string; to: string }>> = {
  'small-quorum': {
    file: 'consensus/src/checkpoints.ts',
    from: 'Math.floor((2 * voters) / 3) + 1',
    to: 'Math.floor(voters / 3)',
  },
  'votes-forgotten': {
    file: 'src/keys/sign-state.ts',
    from: 'if (last && (vote.targetHeight <= last.targetHeight || vote.sourceHeight < last.sourceHeight))',
    to: 'if (last && vote.targetHeight < 0)',
  },
  'vote-for-any-head': {
    file: 'consensus/src/checkpoints.ts',
    from: 'if (lastVote !== undefined && height <= lastVote.target.height) return undefined',
    to: 'if (lastVote !== undefined && height < lastVote.target.height - 4) return undefined',
  },
  'inexact-undo': {
    file: 'src/chain/undo-head.ts',
    from: '    ...stateWrites(undo),\n',
    to: '    ...stateWrites(new Map([...undo].slice(1))),\n',
  },
  'transactions-dropped': {
    file: 'src/chain/undo-head.ts',
    from: '    ...chain.giveBack(transactions),\n',
    to: '',
  },
  'head-before-root': {
    file: 'src/chain/follow-head.ts',
    from: 'const root = toHex(finality.justified.hash)',
    to: 'const root = tree.root.name; void finality; void toHex',
  },
  'no-catching-up': {
    file: 'src/core/catch-up.ts',
    from: 'this.#port.askBlocks(peer, next.map(hashOf))',
    to: 'void hashOf',
  },
  'carry-lost': {
    file: 'consensus/src/judge-block.ts',
    from: 'const { carry } = splitFees(tally.fees, ground.context.configuration.parameters)',
    to: 'const carry = splitFees(tally.fees, ground.context.configuration.parameters).carry - (tally.fees > 0n ? 1n : 0n)',
  },
}

/** Plants one into every module loaded from now on. */
export function plant(name: string): void {
  const found = plantable[name]
  if (!found) throw new Error(`there is no ${name}: ${Object.keys(plantable).join(', ')}`)
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context)
      if (!url.startsWith('file:') || !url.endsWith(found.file)) return loaded
      const parts = readFileSync(fileURLToPath(url), 'utf8').split(found.from)
      if (parts.length !== 2) throw new Error(`${name}: its place is there ${parts.length - 1} times`)
      return { ...loaded, format: 'module-typescript', source: parts.join(found.to), shortCircuit: true }
    },
  })
}
