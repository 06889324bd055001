import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

type Defect = { readonly file: string; readonly from: string; readonly to: string }

/**
 * Defects that are planted into the code as it is loaded: a simulator that does not find them is worth nothing. Each
 * changes one place; a place that is not there exactly once ends the run.
 */
export const plantable: Readonly<Record<string, Defect>> = {
  'small-quorum': {
    file: 'consensus/src/checkpoints.ts',
    from: 'Math.floor((2 * voters) / 3) + 1',
    to: 'Math.floor(voters / 3)',
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
  'no-catching-up': {
    file: 'src/core/catch-up.ts',
    from: 'this.#port.askBlocks(peer, names.map(hashOf))',
    to: 'void hashOf',
  },
  'carry-lost': {
    file: 'consensus/src/judge-block.ts',
    from: 'const { carry } = splitFees(tally.fees, ground.context.configuration.parameters)',
    to: 'const carry = splitFees(tally.fees, ground.context.configuration.parameters).carry - (tally.fees > 0n ? 1n : 0n)',
  },
}

/** What it takes to sign two votes that contradict: the choice and the guard behind it must both fail. */
export const plantablePairs: Readonly<Record<string, readonly Defect[]>> = {
  'double-votes': [
    {
      file: 'src/chain/vote.ts',
      from: 'const lastVote = last && linkOf(last)',
      to: 'const lastVote = undefined; void last; void linkOf',
    },
    {
      file: 'src/keys/sign-state.ts',
      from: 'if (last && (vote.targetHeight <= last.targetHeight || vote.sourceHeight < last.sourceHeight))',
      to: 'if (last && vote.targetHeight < 0)',
    },
  ],
}

/** Plants one into every module loaded from now on. */
export function plant(name: string): void {
  const single = plantable[name]
  const defects = plantablePairs[name] ?? (single ? [single] : [])
  if (defects.length === 0) throw new Error(`there is no ${name}`)
  registerHooks({
    load: (url, context, next) => {
      const defect = url.startsWith('file:') ? defects.find(({ file }) => url.endsWith(file)) : undefined
      if (!defect) return next(url, context)
      const parts = readFileSync(fileURLToPath(url), 'utf8').split(defect.from)
      if (parts.length !== 2) throw new Error(`${name}: its place is there ${parts.length - 1} times`)
      return { format: 'module-typescript', source: parts.join(defect.to), shortCircuit: true }
    },
  })
}
