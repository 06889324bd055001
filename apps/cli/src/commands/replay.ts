import { netValue, openReplay, parseConfiguration } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { totals } from '@vc/ledger'
import { openStoredChain, type StoredChain } from '@vc/node'
import type { Command, Out } from '../run-cli.ts'

const every = 1000
const layers = ['management', 'debt', 'circulation']
const elements = ['value', 'credit', 'debt']

/**
 * Judges a chain again from the bytes of its blocks and nothing else, every signature included: DIR is a node's data
 * folder, or has files 0.block, 1.block … and configuration.json. Prints state hash and totals. Code 1 with the first
 * block that does not hold.
 */
export const replay: Command = async ([folder], out) => {
  if (folder === undefined) {
    out('Usage: vc replay DIR')
    return 2
  }
  const chain = opened(folder)
  if (typeof chain === 'string') {
    out(`FAILED: ${folder} holds no chain that can be read: ${chain}`)
    return 1
  }
  try {
    return await judged(chain, out)
  } finally {
    await chain.close()
  }
}

function opened(folder: string): StoredChain | string {
  try {
    return openStoredChain(folder)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function judged(chain: StoredChain, out: Out): Promise<number> {
  const configuration = parseConfiguration(chain.configuration)
  if (!configuration.ok) {
    out(`FAILED: configuration.json: ${JSON.stringify(configuration.refusal)}`)
    return 1
  }
  const { checks, backend } = await openSignatureChecks()
  const { proposals } = chain
  const run = openReplay({ configuration: configuration.value, proposals, checks })
  const sums = { transactions: 0, network: '', head: '', stateHash: '', net: 0n }
  for (let height = 0; height <= chain.height; height += 1) {
    const step = run.next(chain.blockAt(height))
    if (!step.ok) {
      out(
        `FAILED: block ${height}: ${step.refusal.refusal.code} ${JSON.stringify(step.refusal.refusal.facts)}`,
      )
      return 1
    }
    const { block, hash } = step.value
    sums.transactions += block.transactions.length
    sums.head = toHex(hash)
    sums.stateHash = toHex(block.header.stateHash)
    if (height === 0) [sums.network, sums.net] = [sums.head, netValue(run.state)]
    if (netValue(run.state) !== sums.net) {
      out(`FAILED: block ${height}: conservation: ${netValue(run.state)} is not ${sums.net}`)
      return 1
    }
    if (height > 0 && height % every === 0) out(`${height} of ${chain.height} blocks`)
  }
  out(`network     ${sums.network}`)
  out(
    `blocks      ${chain.height + 1} (0 to ${chain.height}), ${sums.transactions} transactions; signatures by ${backend}`,
  )
  out(`head        ${sums.head}`)
  out(`state hash  ${sums.stateHash}`)
  for (const [i, sum] of totals(run.state).entries()) {
    const layer = must(layers[Math.floor(i / 3)], 'three layers')
    out(`${`${layer} ${must(elements[i % 3], 'three elements')}`.padEnd(19)} ${sum}`)
  }
  out(`value − debt + carry ${sums.net}, the same after every block`)
  return 0
}
