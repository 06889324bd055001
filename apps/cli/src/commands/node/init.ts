import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { toHex } from '@vc/crypto'
import { newNode, peerIdIn } from '@vc/node'
import type { Command } from '../../run-cli.ts'

const SHARED = ['configuration.json', 'genesis.block', 'network.json']
/** A stake makes so many blocks before it has to be registered anew. */
const COMMITMENTS = 2 ** 20

/** Makes the keys of a node that is to join a network, and prints what the council writes into its member record. */
export const init: Command = async (args, out) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { organisation: { type: 'string' }, join: { type: 'string' } },
  })
  const [dataDir] = positionals
  const { organisation, join: from } = values
  if (dataDir === undefined || organisation === undefined || from === undefined) {
    out('Usage: vc node init DIR --organisation NAME --join FOLDER')
    return 2
  }
  if (existsSync(join(dataDir, 'node-key.json'))) {
    out(`FAILED: ${dataDir} has keys already. Nothing was changed; choose another folder.`)
    return 1
  }
  const missing = SHARED.filter((name) => !existsSync(join(from, name)))
  if (missing.length > 0) {
    out(`FAILED: ${from} does not have ${missing.join(', ')}. Ask any member of the network for these files.`)
    return 1
  }
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const facts = newNode({ dataDir, organisation, commitmentLength: COMMITMENTS, random })
  for (const name of SHARED) copyFileSync(join(from, name), join(dataDir, name))
  out(`organisation      ${facts.organisation}`)
  out(`peer key          ${toHex(facts.peerKey)}`)
  out(`peer id           ${peerIdIn(dataDir)}`)
  out(`certificate hash  ${toHex(facts.certificateHash)}`)
  out(`stake key         ${toHex(facts.producerKey)}`)
  out(`commitment        ${toHex(facts.commitment)}`)
  out('Give these lines to the council: peer key, certificate hash and stake key make the member record.')
  return 0
}
