import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type MakeNotaryCode, makeNotaryClaim } from '@vc/consensus'
import type { Command } from '../../run-cli.ts'
import { heightsOf, keyOf, withGround } from './claim-ground.ts'
import { submitClaim } from './submit-claim.ts'

const advice: Readonly<Record<MakeNotaryCode, string>> = {
  'notary-proof-malformed':
    'The file is no tlog-proof of C2SP: c2sp.org/tlog-proof@v1, index, hashes, checkpoint.',
  'notary-note-malformed': 'The checkpoint in the file is no signed note of a log.',
  'notary-leaf-missing':
    'The leaf is not the payload for this key and a height that can be claimed. See it with: vc claim payload',
}

/** Claims with a leaf of the log that the configuration names. */
export const notary: Command = async (args, out, environment) => {
  const string = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { key: string, at: string },
  })
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) {
    out('Usage: vc claim notary FILE [--key KEY] [--at HEIGHT]')
    return 2
  }
  return withGround(environment, out, async (ground) => {
    const key = await keyOf(ground, values.key, out)
    const heights = heightsOf(ground, values.at, out)
    if (!key || !heights) return 1
    const made = makeNotaryClaim({ proof: readFileSync(file), network: ground.network, key, heights })
    if (made.ok) return submitClaim(made.value, ground, out)
    const { code, facts } = made.refusal
    out(`FAILED: ${code} ${JSON.stringify(facts)}. Nothing was sent.`)
    out(advice[code])
    return 1
  })
}
