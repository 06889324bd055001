import {
  type ConfigurationDocument,
  commitmentChain,
  development,
  encodeBlock,
  type GenesisParameters,
  genesis,
  genesisConfiguration,
} from '@vc/consensus'
import { hash160, schnorrPublicKey, sha256 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { keyHashScript, ROLE_PRODUCER, ROLE_REGULATOR, ROLE_VOTER, txidOf } from '@vc/ledger'
import type { NodeKey } from '../src/keys/node-key.ts'
import { type Coin, type Holder, holder } from '../test/transfers.ts'

/** A network of members that exists in memory only. */
export type Founded = {
  readonly genesis: Uint8Array
  readonly configuration: ConfigurationDocument
  readonly keys: readonly NodeKey[]
  readonly owner: Holder
  readonly coins: readonly Coin[]
  readonly time: number
}

const COIN = 1_000_000n

/** Members with these stakes (0: a voter who produces nothing), each with one vote, and coins of one holder. */
export function found(of: {
  readonly seed: string
  readonly stakes: readonly bigint[]
  readonly coins: number
  readonly time: number
  readonly blocks: number
  readonly parameters?: Partial<GenesisParameters>
  /** Which members may ask for a halt of credit. */
  readonly regulators?: readonly number[]
  /** Keys of the admission group; the first member's alone when absent. */
  readonly admission?: readonly Uint8Array[]
}): Founded {
  const secretOf = (name: string) => sha256(Buffer.from(`${of.seed} ${name}`))
  const owner = holder(secretOf('owner'))
  const keys = of.stakes.map((_, at) => keyOf(secretOf(`stake ${at}`), secretOf(`reveals ${at}`), of.blocks))
  const members = keys.map(({ producerKey }, at) => ({
    peerId: secretOf(`peer ${at}`),
    certificateHash: secretOf(`certificate ${at}`),
    stakeKey: producerKey,
    roles: ROLE_PRODUCER | ROLE_VOTER | (of.regulators?.includes(at) ? ROLE_REGULATOR : 0),
  }))
  const spec = {
    network: 'dev-sim',
    time: of.time,
    configuration: development(of.parameters),
    stakes: keys.flatMap(({ producerKey, reveals }, at) => {
      const amount = must(of.stakes[at], 'a stake')
      const ownerScript = keyHashScript(hash160(producerKey))
      return amount > 0n ? [{ producerKey, commitment: reveals.commitment, amount, ownerScript }] : []
    }),
    allotments: Array.from({ length: of.coins }, () => ({ script: owner.script, amount: COIN })),
    admissionRoster: of.admission ?? [keys[0]?.producerKey ?? owner.key],
    councilRoster: [keys[0]?.producerKey ?? owner.key],
    members,
  }
  const block = genesis(spec)
  const txid = txidOf(must(block.transactions.at(-1), 'the allotment'))
  const coins = spec.allotments.map(({ script, amount }, index) => ({
    outpoint: { txid, index },
    output: { element: 0 as const, amount, script },
  }))
  const configuration = genesisConfiguration(spec)
  return { genesis: encodeBlock(block), configuration, keys, owner, coins, time: of.time }
}

function keyOf(stakeSecret: Uint8Array, commitmentSecret: Uint8Array, blocks: number): NodeKey {
  // The stakes of a simulation are those of genesis: nobody asks for one more.
  const reveals = { ...commitmentChain(commitmentSecret, blocks), commitmentBeside: () => undefined }
  return { stakeSecret, producerKey: schnorrPublicKey(stakeSecret), reveals }
}
