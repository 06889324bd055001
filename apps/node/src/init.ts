import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
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
import { fromHex, hash160, toHex } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { CIRCULATION, keyHashScript, ROLE_PRODUCER, ROLE_REGULATOR, ROLE_VOTER, txidOf } from '@vc/ledger'
import { type NodeFacts, newNode } from './keys/new-node.ts'

/** A record that stands from genesis on; hex. */
export type FoundingRecord = { table: string; keyHex: string; valueHex: string; holderScriptHex: string }

export type NetworkInit = {
  /** Made when missing; must not hold a network yet. */
  readonly dataDir: string
  /** Folders of further nodes, each a member with a stake of its own. */
  readonly otherDataDirs?: readonly string[]
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
  /** Stake of each node, smallest units. */
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
 * Founds a network of producing and voting nodes, one for each folder: keys as newNode() makes them, genesis.block,
 * configuration.json, network.json. Throws when there is one already.
 */
export async function initNetwork(init: NetworkInit): Promise<NewNetwork> {
  assert(init.name.startsWith('dev'), 'only development networks are founded by one command')
  const folders = [init.dataDir, ...(init.otherDataDirs ?? [])]
  for (const folder of folders) {
    assert(!existsSync(join(folder, 'genesis.block')), `${folder} holds no network yet`)
  }
  const random = init.random ?? ((bytes: number) => new Uint8Array(randomBytes(bytes)))
  const commitmentLength = init.commitmentLength ?? COMMITMENTS
  const nodes = folders.map((dataDir, at) =>
    newNode({ dataDir, organisation: `${init.name} ${at + 1}`, commitmentLength, random }),
  )
  const spec = specOf(init, nodes, rostersOf(init))
  const first = must(nodes[0], 'a network has a node')
  const made = describe(genesis(spec), genesisConfiguration(spec), toHex(first.producerKey))
  for (const folder of folders) writeNetwork(folder, init.name, made)
  return made
}

/** What every node of a network has alike. The genesis block comes last: a folder with it is whole. */
function writeNetwork(dataDir: string, name: string, made: NewNetwork): void {
  const { network, configurationId, producerKey, allotments } = made
  const facts = { name, network, configurationId, producerKey, allotments }
  writeFileSync(join(dataDir, 'configuration.json'), made.configuration)
  writeFileSync(join(dataDir, 'network.json'), `${JSON.stringify(facts, null, 2)}\n`)
  writeFileSync(join(dataDir, 'genesis.block'), made.genesis)
}

type Rosters = { readonly admission: readonly Uint8Array[]; readonly council: readonly Uint8Array[] }

function rostersOf({ founderKeys, councilKeys }: NetworkInit): Rosters {
  const admission = must(founderKeys ?? councilKeys, 'a network has admission or council keys')
  return { admission: admission.map(fromHex), council: (councilKeys ?? admission).map(fromHex) }
}

function specOf(init: NetworkInit, nodes: readonly NodeFacts[], rosters: Rosters): GenesisSpec {
  const { origins, rpIds, parameters = {} } = init
  const amount = init.stakeAmount ?? STAKE
  return {
    network: init.name,
    time: init.time,
    configuration: development({ origins, rpIds, ...parameters }),
    stakes: nodes.map(({ producerKey, commitment }) => ({
      producerKey,
      commitment,
      amount,
      ownerScript: keyHashScript(hash160(producerKey)),
    })),
    allotments: init.allotments.map(({ scriptHex, amount }) => ({ script: fromHex(scriptHex), amount })),
    admissionRoster: rosters.admission,
    councilRoster: rosters.council,
    // Who founds a network regulates it until the council says who does.
    members: nodes.map(({ peerKey, certificateHash, producerKey }, at) => ({
      peerId: peerKey,
      certificateHash,
      stakeKey: producerKey,
      roles: ROLE_PRODUCER | ROLE_VOTER | (at === 0 ? ROLE_REGULATOR : 0),
    })),
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
