import { blockHash, configurationId, decodeBlock, parseConfiguration } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'

/** What the page is told of the network that it is served for. */
export type PageSettings = {
  readonly network: string
  readonly decimals: number
  readonly rpId: string
  readonly portals: readonly string[]
}

/**
 * Reads the network out of its genesis block and the configuration that the block names: nobody else is asked what
 * network this is. Throws when the two do not belong together.
 */
export function networkSettings(
  genesis: Uint8Array,
  configuration: Uint8Array,
  portals: readonly string[],
): PageSettings {
  const block = decodeBlock(genesis, genesis.length)
  if (!block.ok) throw new Error(`genesis.block can not be read: ${block.refusal.code}`)
  const document = parseConfiguration(configuration)
  if (!document.ok) throw new Error(`configuration.json can not be read: ${document.refusal.code}`)
  const { header } = block.value
  if (!equalBytes(header.configId, configurationId(document.value)))
    throw new Error('configuration.json is not the one that genesis.block names')
  const { decimals, rpIds } = document.value.parameters
  const rpId = must(rpIds[0], 'a network names a relying party for acts')
  return { network: toHex(blockHash(header)), decimals, rpId, portals }
}
