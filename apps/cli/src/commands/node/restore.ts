import { NodeHalt, restoreChain } from '@vc/node'
import type { Command } from '../../run-cli.ts'

/** Puts a chain back into the folder of a node that does not run. */
export const restore: Command = async ([from, dataDir, ...rest], out) => {
  if (from === undefined || dataDir === undefined || rest.length > 0) {
    out('Usage: vc node restore FOLDER DIR')
    return 2
  }
  try {
    await restoreChain(from, dataDir)
    out(
      `The chain of ${from} is in ${dataDir}; what was there is in store.before. Start the node: it catches up.`,
    )
    return 0
  } catch (error) {
    if (!(error instanceof NodeHalt)) throw error
    out(`FAILED: ${error.code} ${JSON.stringify(error.facts)}. Nothing was changed.`)
    return 1
  }
}
