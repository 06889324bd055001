import { backUpChain, NodeHalt } from '@vc/node'
import type { Command } from '../../run-cli.ts'

/** Copies a node's chain while it runs. */
export const backup: Command = async ([dataDir, to, ...rest], out) => {
  if (dataDir === undefined || to === undefined || rest.length > 0) {
    out('Usage: vc node backup DIR FOLDER')
    return 2
  }
  try {
    out(
      `${await backUpChain(dataDir, to)} bytes of the chain are in ${to}. Keys and sign-state are not in it.`,
    )
    return 0
  } catch (error) {
    if (!(error instanceof NodeHalt)) throw error
    out(`FAILED: ${error.code} ${JSON.stringify(error.facts)}. Nothing was changed.`)
    return 1
  }
}
