import { parseArgs } from 'node:util'
import { NodeHalt, restoreChain } from '@vc/node'
import type { Command } from '../../run-cli.ts'

/** Puts a chain back into the folder of a node that does not run. */
export const restore: Command = async (args, out) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { member: { type: 'string', multiple: true } },
  })
  const [from, dataDir, ...rest] = positionals
  if (from === undefined || dataDir === undefined || rest.length > 0) {
    out('Usage: vc node restore FOLDER DIR [--member STAKEKEY]…')
    return 2
  }
  try {
    const height = await restoreChain(from, dataDir, values.member ?? [])
    out(`The chain of ${from} up to height ${height} is in ${dataDir}; what was there is in store-before.`)
    out(
      'Signature and state hold; blocks below were not judged again (vc replay does that). Start the node: it catches up.',
    )
    return 0
  } catch (error) {
    if (!(error instanceof NodeHalt)) throw error
    out(`FAILED: ${error.code} ${JSON.stringify(error.facts)}. Nothing was changed.`)
    return 1
  }
}
