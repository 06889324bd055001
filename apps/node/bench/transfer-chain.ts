import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConfigurationDocument, parseConfiguration } from '@vc/consensus'
import { fromHex, hash160, numberToBytes, p256PublicKey, sha256, toHex } from '@vc/crypto'
import { openSchnorrKeys, type SchnorrKeys } from '@vc/crypto/native'
import { assert, must } from '@vc/kernel'
import {
  CIRCULATION,
  computeSighash,
  keyHashScript,
  NO_BUNDLE,
  type Outpoint,
  type Output,
  TRANSFER,
  type Transaction,
  txidOf,
  VALUE,
} from '@vc/ledger'
import { openChain } from '../src/chain/chain.ts'
import { importBlock } from '../src/chain/import-block.ts'
import { produceBlock } from '../src/chain/produce-block.ts'
import { initNetwork } from '../src/init.ts'
import { openNodeKey } from '../src/keys/node-key.ts'
import { openSignState } from '../src/keys/sign-state.ts'
import { openMemoryStore } from '../src/storage/memory-store.ts'

type Holder = { readonly secret: Uint8Array; readonly key: Uint8Array; readonly script: Uint8Array }
type Coin = { readonly outpoint: Outpoint; readonly output: Output; readonly holder: Holder }

/** A network founded for a measurement; `next` gives the bytes of one more block full of transfers. */
export type TransferChain = {
  readonly genesis: Uint8Array
  readonly configuration: ConfigurationDocument
  readonly network: Uint8Array
  readonly perBlock: number
  readonly next: () => Uint8Array
}

const start = 1_800_000_000
const allotment = 1_000_000_000n
const fee = 10n
/** The builder's own node does not check again what it has just signed. */
const unchecked = { schnorr: () => true, p256: () => true }

/**
 * Founds a development network and builds blocks on it: `perBlock` signed transfers of one input and two outputs, which
 * spend the oldest coins there are. Every output is under a key of its own, as those of accounts are (requirements V-021, S-06),
 * so no key signs twice. The same numbers give the same bytes.
 */
export async function transferChain({ perBlock = 1_500 } = {}): Promise<TransferChain> {
  const keys = await openSchnorrKeys()
  const founders = Array.from({ length: perBlock }, (_, n) => holderOf(n, keys))
  const folder = mkdtempSync(join(tmpdir(), 'vc-bench-'))
  const network = await foundNetwork(folder, founders)
  const producer = {
    key: openNodeKey(join(folder, 'node-key.json')),
    signState: openSignState(join(folder, 'sign-state'), { create: false }),
  }
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const { genesis } = network
  const parsed = parseConfiguration(network.configuration)
  assert(parsed.ok, 'our own configuration holds')
  const configuration = parsed.value
  const chain = openChain({ store: openMemoryStore(), genesis, configuration, checks: unchecked })
  const wallet = openWallet(coinsOf(network, founders), chain.network, keys)
  const next = () => {
    const from = chain.head.header.time + 1
    const candidates = Array.from({ length: perBlock }, () => wallet.transfer())
    const slots = { from, to: from + 100_000 }
    const produced = must(
      produceBlock({ chain, producer, candidates: () => candidates, ...slots }),
      'a stake wins a slot in a day',
    )
    assert(produced.ok && produced.value.dropped.length === 0, 'every transfer fits the block')
    const imported = importBlock(chain, produced.value.bytes, { nowMs: () => Number.MAX_SAFE_INTEGER })
    assert(imported.ok, 'our own block holds')
    return produced.value.bytes
  }
  return { genesis, configuration, network: chain.network, perBlock, next }
}

function foundNetwork(dataDir: string, founders: readonly Holder[]) {
  return initNetwork({
    dataDir,
    name: 'dev-bench',
    origins: ['http://localhost:3000'],
    rpIds: ['localhost'],
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(Uint8Array.of(n))))),
    allotments: founders.map(({ script }) => ({ scriptHex: toHex(script), amount: allotment })),
    time: start,
    commitmentLength: 2_048,
    random: (bytes) => new Uint8Array(bytes).fill(7),
  })
}

type Founded = Awaited<ReturnType<typeof foundNetwork>>

function coinsOf({ allotments }: Founded, founders: readonly Holder[]): Coin[] {
  return allotments.map(({ txid, index }, n) => {
    const holder = must(founders[n], 'a coin for each founder')
    const output: Output = { element: VALUE, amount: allotment, script: holder.script }
    return { outpoint: { txid: fromHex(txid), index }, output, holder }
  })
}

function holderOf(n: number, keys: SchnorrKeys): Holder {
  const secret = sha256(numberToBytes(BigInt(n), 4))
  const key = keys.publicKey(secret)
  return { secret, key, script: keyHashScript(hash160(key)) }
}

function openWallet(coins: Coin[], network: Uint8Array, keys: SchnorrKeys) {
  let [oldest, known] = [0, coins.length]
  const newcomer = () => {
    known += 1
    return holderOf(known, keys)
  }
  return {
    /** Pays half of the oldest coin to somebody new, the rest less the fee to a new key of its owner. */
    transfer(): Transaction {
      const coin = must(coins[oldest], 'there are ever more coins')
      oldest += 1
      const parts = split(coin, newcomer(), newcomer())
      const transaction = signed(coin, parts, network, keys)
      const txid = txidOf(transaction)
      parts.forEach(({ output, holder }, index) => {
        coins.push({ outpoint: { txid, index }, output, holder })
      })
      if (oldest > 100_000) oldest -= coins.splice(0, oldest).length
      return transaction
    },
  }
}

function split({ output }: Coin, payee: Holder, change: Holder) {
  const half = output.amount / 2n
  const part = (amount: bigint, holder: Holder) => ({
    output: { element: VALUE, amount, script: holder.script } satisfies Output,
    holder,
  })
  return [part(half, payee), part(output.amount - half - fee, change)] as const
}

function signed(
  { outpoint, output, holder }: Coin,
  parts: ReturnType<typeof split>,
  network: Uint8Array,
  { sign }: SchnorrKeys,
): Transaction {
  const unsigned: Transaction = {
    version: 1,
    layer: CIRCULATION,
    kind: TRANSFER,
    bundle: NO_BUNDLE,
    inputs: [{ ...outpoint, sequence: 0xffff_ffff }],
    outputs: parts.map(({ output }) => output),
    premium: 0n,
    lockTime: 0,
    witnesses: [[]],
    acceptances: [],
  }
  const digest = computeSighash({ tx: unsigned, named: [output], network, index: 0, type: 0 })
  return { ...unsigned, witnesses: [[sign(must(digest, 'a sighash'), holder.secret), holder.key]] }
}
