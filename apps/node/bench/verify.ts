import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeBlock, Lattice, transactionRoot, witnessRoot } from '@vc/consensus'
import type { SignatureChecks } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert } from '@vc/kernel'
import { outpointOfKey, outputEntryOf, sighashContext, sighashOf, type Transaction } from '@vc/ledger'
import { openChain } from '../src/chain/chain.ts'
import { importBlock } from '../src/chain/import-block.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import type { Store, Write } from '../src/storage/store.ts'
import { connectAll } from './ledger-connect.ts'
import { median, print, RUNS, type Run, timed } from './measure.ts'
import { type TransferChain, transferChain } from './transfer-chain.ts'

/** With twice the keys that are kept parsed, so that nearly none is known when the same blocks come again. */
const blocks = 24
/** The compiler still finds what to do better after two of them; a node that runs for weeks has it behind it. */
const warmUps = 3
const afterwards = { nowMs: () => Number.MAX_SAFE_INTEGER }
type Question = readonly [signature: Uint8Array, message: Uint8Array, key: Uint8Array]

/**
 * Where the processor's time goes when blocks are connected on one core: the whole is timed, then each part by itself
 * over what it was given in the whole; what no part names is the rest. Parts of 100 of user time.
 */
export async function benchVerify(): Promise<void> {
  const { backend, checks } = await openSignatureChecks()
  const made = await transferChain()
  const bytes = Array.from({ length: blocks }, () => made.next())
  const seen = await noted(made, bytes, checks)
  const parts = partsOf(made, bytes, checks, seen)
  const whole = () => connectAll(made, bytes, { checks })
  for (let warm = 0; warm < warmUps; warm += 1) await whole()
  const rounds: Round[] = []
  for (let n = 0; n < RUNS; n += 1) rounds.push(await roundOf(whole, parts))
  for (const name of ['signatures', 'state commitment', 'store', 'hashing', 'decode', 'everything else']) {
    const share = median(rounds.map(({ shares }) => shares.get(name) ?? 0))
    print({ bench: 'verify', case: name, unit: 'percent', backend }, 100 * share)
  }
  const each = (1000 * median(rounds.map(({ userMs }) => userMs))) / (blocks * made.perBlock)
  print({ bench: 'verify', case: 'whole, user time of a transaction', unit: 'us', backend }, each)
}

type Parts = Readonly<Record<string, () => unknown>>
type Round = { readonly userMs: number; readonly shares: ReadonlyMap<string, number> }

/** The whole and each part right after it: what else the machine does then hits all of them alike. */
async function roundOf(whole: () => Promise<Run>, parts: Parts): Promise<Round> {
  const { userMs } = await whole()
  const shares = new Map<string, number>()
  for (const [name, part] of Object.entries(parts)) {
    shares.set(name, (await timed(1, part)).userMs / userMs)
  }
  shares.set('hashing', (shares.get('hashing') ?? 0) - (shares.get('decode') ?? 0))
  shares.set('everything else', 1 - [...shares.values()].reduce((sum, share) => sum + share, 0))
  return { userMs, shares }
}

type Seen = { readonly questions: Question[]; readonly commits: Write[][] }

/** Connects the blocks and notes what was asked of the checks and of the store. */
async function noted(
  made: TransferChain,
  blocks: readonly Uint8Array[],
  checks: SignatureChecks,
): Promise<Seen> {
  const questions: Question[] = []
  const commits: Write[][] = []
  const asking: SignatureChecks = {
    ...checks,
    schnorr: (...question) => {
      questions.push(question)
      return checks.schnorr(...question)
    },
  }
  return withStore(async (disk) => {
    const store: Store = {
      ...disk,
      commit: (writes) => {
        commits.push([...writes])
        disk.commit(writes)
      },
    }
    const { genesis, configuration } = made
    const chain = openChain({ store, genesis, configuration, checks: asking })
    for (const bytes of blocks) assert(importBlock(chain, bytes, afterwards).ok, 'the block holds')
    return { questions, commits: commits.slice(1) }
  })
}

/** The parts, each over the same blocks with the node's own functions. */
function partsOf(made: TransferChain, blocks: readonly Uint8Array[], checks: SignatureChecks, seen: Seen) {
  const limit = made.configuration.parameters.maxBlockBytes
  const decode = () =>
    blocks.flatMap((bytes) => {
      const decoded = decodeBlock(bytes, limit)
      assert(decoded.ok, 'it was imported')
      return decoded.value.transactions
    })
  const entries = seen.commits.flat().flatMap(({ space, key, value }) => {
    const name = Buffer.from(key).toString('latin1')
    const entry = space === 'state' && name.startsWith('o:') ? (value ?? new Uint8Array(45)) : undefined
    return entry === undefined ? [] : [outputEntryOf(outpointOfKey(name), entry)]
  })
  return {
    decode,
    hashing: () => hashAll(decode(), made.network),
    signatures: () => {
      for (const question of seen.questions) checks.schnorr(...question)
    },
    'state commitment': () => {
      const lattice = new Lattice()
      for (const entry of entries) lattice.add(entry)
    },
    store: () =>
      withStore(async (disk) => {
        for (const writes of seen.commits) disk.commit(writes)
      }),
  }
}

/** Ids, both Merkle trees and the digest of every input. What is hashed is decoded anew: ids are remembered. */
function hashAll(transactions: readonly Transaction[], network: Uint8Array): void {
  transactionRoot(transactions)
  witnessRoot(transactions)
  for (const tx of transactions) {
    const context = sighashContext(tx, tx.outputs, network)
    tx.inputs.forEach((_, index) => {
      sighashOf(context, index, 0)
    })
  }
}

async function withStore<T>(act: (store: Store) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-bench-'))
  const store = openDiskStore(folder)
  const result = await act(store)
  await store.close()
  rmSync(folder, { recursive: true })
  return result
}
