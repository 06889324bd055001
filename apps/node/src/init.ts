import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  blockHash,
  configurationId,
  development,
  encodeBlock,
  encodeConfiguration,
  type GenesisParameters,
  type GenesisSpec,
  genesis,
  genesisConfiguration,
} from '@vc/consensus'
import { fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { CIRCULATION, keyHashScript, ROLE_PRODUCER, ROLE_VOTER, txidOf } from '@vc/ledger'
import type { KeyFile } from './keys/node-key.ts'
import { linksOf } from './keys/node-key.ts'
import { openRevealChain } from './keys/reveal-chain.ts'
import { openSignState } from './keys/sign-state.ts'

/** A record that stands from genesis on; hex. */
export type FoundingRecord = { table: string; keyHex: string; valueHex: string; holderScriptHex: string }

export type NetworkInit = {
  /** Made when missing; must not hold a network yet. */
  readonly dataDir: string
  /** Starts with `dev`: the development column of configuration.md 6. */
  readonly name: string
  readonly origins: readonly string[]
  readonly rpIds: readonly string[]
  /** Admission roster, 33-byte P-256 keys in hex; the keys of the council when left out. */
  readonly founderKeys?: readonly string[]
  /** Council roster; the founders' keys when left out. One of the two must be there. */
  readonly councilKeys?: readonly string[]
  /** Circulating value, smallest units. */
  readonly allotments: readonly { readonly scriptHex: string; readonly amount: bigint }[]
  /** Seconds since 1970. */
  readonly time: number
  readonly records?: readonly FoundingRecord[]
  /** Stake of this node, smallest units. */
  readonly stakeAmount?: bigint
  /** How many blocks the stake can make; a multiple of 256. */
  readonly commitmentLength?: number
  readonly parameters?: Partial<GenesisParameters>
  /** Where secrets come from. */
  readonly random?: (bytes: number) => Uint8Array
}

export type NewNetwork = {
  readonly network: string
  readonly configurationId: string
  /** Bytes of configuration.json. */
  readonly configuration: Uint8Array
  readonly genesis: Uint8Array
  /** The outpoints of the allotments, in their order. */
  readonly allotments: readonly { readonly txid: string; readonly index: number }[]
  readonly producerKey: string
}

const STAKE = 1_000_000_000_000n
const COMMITMENTS = 2 ** 20

/**
 * Founds a network of one producing and voting node in `dataDir`: genesis.block, configuration.json,
 * node-key.json with its reveals, sign-state, network.json. Throws when there is one already.
 */
export async function initNetwork(init: NetworkInit): Promise<NewNetwork> {
  assert(init.name.startsWith('dev'), 'only development networks are founded by one command')
  const inside = (name: string) => join(init.dataDir, name)
  assert(!existsSync(inside('genesis.block')), `${init.dataDir} holds no network yet`)
  mkdirSync(init.dataDir, { recursive: true, mode: 0o700 })
  const random = init.random ?? ((bytes: number) => new Uint8Array(randomBytes(bytes)))
  const key = newKey(random, init.commitmentLength ?? COMMITMENTS)
  const keyPath = inside('node-key.json')
  const { commitment } = openRevealChain(linksOf(keyPath, key))
  const spec = specOf(init, { key, commitment, peerId: random(32), rosters: rostersOf(init) })
  const block = genesis(spec)
  const document = genesisConfiguration(spec)
  const made = describe(block, document, toHex(schnorrPublicKey(fromHex(key.stakeSecret))))
  writeFileSync(keyPath, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  openSignState(inside('sign-state'), { create: true }).close()
  writeFileSync(inside('configuration.json'), made.configuration)
  const { network, producerKey, allotments } = made
  const facts = { name: init.name, network, configurationId: made.configurationId, producerKey, allotments }
  writeFileSync(inside('network.json'), `${JSON.stringify(facts, null, 2)}\n`)
  writeFileSync(inside('genesis.block'), made.genesis)
  return made
}

function newKey(random: (bytes: number) => Uint8Array, commitmentLength: number): KeyFile {
  const [stakeSecret, commitmentSecret] = [toHex(random(32)), toHex(random(32))]
  return { format: 'vc-node-key-1', stakeSecret, commitmentSecret, commitmentLength }
}

type Rosters = { readonly admission: readonly Uint8Array[]; readonly council: readonly Uint8Array[] }

function rostersOf({ founderKeys, councilKeys }: NetworkInit): Rosters {
  const admission = must(founderKeys ?? councilKeys, 'a network has admission or council keys')
  return { admission: admission.map(fromHex), council: (councilKeys ?? admission).map(fromHex) }
}

function specOf(
  init: NetworkInit,
  own: { key: KeyFile; commitment: Uint8Array; peerId: Uint8Array; rosters: Rosters },
): GenesisSpec {
  const producerKey = schnorrPublicKey(fromHex(own.key.stakeSecret))
  const { origins, rpIds, parameters = {} } = init
  return {
    network: init.name,
    time: init.time,
    configuration: development({ origins, rpIds, ...parameters }),
    stakes: [
      {
        producerKey,
        commitment: own.commitment,
        amount: init.stakeAmount ?? STAKE,
        ownerScript: keyHashScript(hash160(producerKey)),
      },
    ],
    allotments: init.allotments.map(({ scriptHex, amount }) => ({ script: fromHex(scriptHex), amount })),
    admissionRoster: own.rosters.admission,
    councilRoster: own.rosters.council,
    members: [
      {
        peerId: own.peerId,
        certificateHash: new Uint8Array(32),
        stakeKey: producerKey,
        roles: ROLE_PRODUCER | ROLE_VOTER,
      },
    ],
    records: (init.records ?? []).map(({ table, keyHex, valueHex, holderScriptHex }) => ({
      table,
      key: fromHex(keyHex),
      value: fromHex(valueHex),
      holderScript: fromHex(holderScriptHex),
    })),
  }
}

function describe(
  block: ReturnType<typeof genesis>,
  document: ReturnType<typeof genesisConfiguration>,
  producerKey: string,
): NewNetwork {
  const allotted = block.transactions.find(({ layer }) => layer === CIRCULATION)
  return {
    network: toHex(blockHash(block.header)),
    configurationId: toHex(configurationId(document)),
    configuration: encodeConfiguration(document),
    genesis: encodeBlock(block),
    allotments: (allotted?.outputs ?? []).map((_, index) => ({
      txid: toHex(txidOf(must(allotted, 'it has outputs'))),
      index,
    })),
    producerKey,
  }
}
