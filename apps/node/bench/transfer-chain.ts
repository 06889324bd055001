import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConfigurationDocument, parseConfiguration } from '@vc/consensus'
import { fromHex, hash160, numberToBytes, p256PublicKey, schnorrPublicKey, sha256, toHex } from '@vc/crypto'
import { openSchnorrSigner, type SchnorrSigner } from '@vc/crypto/native'
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
type Coin = { readonly outpoint: Outpoint; readonly output: Output; readonly holder: number }

/** A network founded for a measurement; `next` gives the bytes of one more block full of transfers. */
export type TransferChain = {
  readonly genesis: Uint8Array
  readonly configuration: ConfigurationDocument
  readonly network: Uint8Array
  readonly perBlock: number
  readonly next: () => Uint8Array
}

const start = 1_800_000_000
const holders = 1_000
const allotment = 1_000_000_000n
const fee = 10n
/** The builder's own node does not check again what it has just signed. */
const unchecked = { schnorr: () => true, p256: () => true }

/**
 * Founds a development network and builds blocks on it: `perBlock` signed transfers of one input and two outputs, which
 * spend the oldest coins there are, among 1,000 holders. The same numbers give the same bytes.
 */
export async function transferChain({ perBlock = 1_500 } = {}): Promise<TransferChain> {
  const people = Array.from({ length: holders }, (_, n) => holderOf(n))
  const folder = mkdtempSync(join(tmpdir(), 'vc-bench-'))
  const network = await foundNetwork(folder, people, perBlock)
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
  const wallet = openWallet(people, coinsOf(network, people), chain.network, await openSchnorrSigner())
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

function foundNetwork(dataDir: string, people: readonly Holder[], coins: number) {
  return initNetwork({
    dataDir,
    name: 'dev-bench',
    origins: ['http://localhost:3000'],
    rpIds: ['localhost'],
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(Uint8Array.of(n))))),
    allotments: Array.from({ length: coins }, (_, n) => ({
      scriptHex: toHex(must(people[n % holders], 'a holder').script),
      amount: allotment,
    })),
    time: start,
    commitmentLength: 2_048,
    random: (bytes) => new Uint8Array(bytes).fill(7),
  })
}

type Founded = Awaited<ReturnType<typeof foundNetwork>>

function coinsOf({ allotments }: Founded, people: readonly Holder[]): Coin[] {
  return allotments.map(({ txid, index }, n) => {
    const holder = n % holders
    const { script } = must(people[holder], 'a holder')
    const output: Output = { element: VALUE, amount: allotment, script }
    return { outpoint: { txid: fromHex(txid), index }, output, holder }
  })
}

function holderOf(n: number): Holder {
  const secret = sha256(numberToBytes(BigInt(n), 4))
  const key = schnorrPublicKey(secret)
  return { secret, key, script: keyHashScript(hash160(key)) }
}

function openWallet(people: readonly Holder[], coins: Coin[], network: Uint8Array, sign: SchnorrSigner) {
  let [oldest, made] = [0, 0]
  return {
    /** Pays half of the oldest coin to the next holder, the rest less the fee back to its own. */
    transfer(): Transaction {
      const coin = must(coins[oldest], 'there are ever more coins')
      oldest += 1
      made += 1
      const parts = split(coin, made % holders, people)
      const transaction = signed(coin, parts, must(people[coin.holder], 'a holder'), network, sign)
      const txid = txidOf(transaction)
      parts.forEach(({ output, holder }, index) => {
        coins.push({ outpoint: { txid, index }, output, holder })
      })
      if (oldest > 100_000) oldest -= coins.splice(0, oldest).length
      return transaction
    },
  }
}

function split({ output, holder }: Coin, payee: number, people: readonly Holder[]) {
  const half = output.amount / 2n
  const part = (amount: bigint, owner: number) => ({
    output: { element: VALUE, amount, script: must(people[owner], 'a holder').script } satisfies Output,
    holder: owner,
  })
  return [part(half, payee), part(output.amount - half - fee, holder)] as const
}

function signed(
  coin: Coin,
  parts: ReturnType<typeof split>,
  { secret, key }: Holder,
  network: Uint8Array,
  sign: SchnorrSigner,
): Transaction {
  const unsigned: Transaction = {
    version: 1,
    layer: CIRCULATION,
    kind: TRANSFER,
    bundle: NO_BUNDLE,
    inputs: [{ ...coin.outpoint, sequence: 0xffff_ffff }],
    outputs: parts.map(({ output }) => output),
    premium: 0n,
    lockTime: 0,
    witnesses: [[]],
    acceptances: [],
  }
  const digest = computeSighash({ tx: unsigned, named: [coin.output], network, index: 0, type: 0 })
  return { ...unsigned, witnesses: [[sign(must(digest, 'a sighash'), secret), key]] }
}
