import { decodeBlock, netValue, parseConfiguration } from '@vc/consensus'
import { type SignatureChecks, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert, type Clock, must } from '@vc/kernel'
import { totals, txidOf } from '@vc/ledger'
import { type Chain, openChain } from './chain/chain.ts'
import { importBlock } from './chain/import-block.ts'
import { openMemoryStore } from './storage/memory-store.ts'

export type Replay = {
  readonly height: number
  readonly stateHash: string
  /** Of all transactions, in their order, genesis included. */
  readonly txids: readonly string[]
  readonly totals: readonly bigint[]
  /** Σ value − Σ debt + carry after each block: all alike. */
  readonly conserved: readonly bigint[]
}

/** Judging the past, every slot has begun. */
const afterwards: Clock = { nowMs: () => Number.MAX_SAFE_INTEGER }

/**
 * Applies a chain from the bytes of its blocks, genesis first, to an empty store, with every check. Throws at the
 * first block that does not hold. `configuration`: bytes of configuration.json.
 */
export async function replay(blocks: readonly Uint8Array[], configuration: Uint8Array): Promise<Replay> {
  const { checks } = await openSignatureChecks()
  const chain = replayedGenesis(must(blocks[0], 'a chain has its genesis'), configuration, checks)
  const conserved = [netValue(chain.state)]
  for (const bytes of blocks.slice(1)) {
    const imported = importBlock(chain, bytes, afterwards)
    assert(
      imported.ok,
      `block ${conserved.length} holds: ${imported.ok ? '' : JSON.stringify(imported.refusal)}`,
    )
    conserved.push(netValue(chain.state))
  }
  const { height, header } = chain.head
  const txids = blocks.flatMap((bytes) => txidsOf(bytes))
  return { height, stateHash: toHex(header.stateHash), txids, totals: totals(chain.state), conserved }
}

function replayedGenesis(genesis: Uint8Array, bytes: Uint8Array, checks: SignatureChecks): Chain {
  const configuration = parseConfiguration(bytes)
  assert(configuration.ok, 'the configuration holds')
  return openChain({ store: openMemoryStore(), genesis, configuration: configuration.value, checks })
}

function txidsOf(bytes: Uint8Array): string[] {
  const decoded = decodeBlock(bytes, bytes.length)
  assert(decoded.ok, 'it was imported')
  return decoded.value.transactions.map((transaction) => toHex(txidOf(transaction)))
}
