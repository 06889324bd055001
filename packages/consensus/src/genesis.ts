import { equalBytes, fromHex, toHex } from '@vc/crypto'
import { assert, ok, type Result, refuse } from '@vc/kernel'
import {
  ADMISSION,
  type Changes,
  CIRCULATION,
  COUNCIL,
  DEBT_LAYER,
  encodeMember,
  genesisAllotment,
  genesisRecord,
  genesisRoster,
  kOfNScript,
  memoryState,
  type Output,
  STAKE,
  stakeScript,
  TRANSFER,
  type Transaction,
  totals,
  VALUE,
} from '@vc/ledger'
import { BlockWork } from './block-work.ts'
import { type Block, transactionRoot, witnessRoot } from './codec/block.ts'
import { EMPTY_EXTENSION, extensionRoot } from './codec/extension.ts'
import { type Header, NO_STAKE, ZERO_HASH } from './codec/header.ts'
import { type ConfigurationDocument, configurationId, wrongDocument } from './configuration/document.ts'
import { type GenesisParameters, ledgerConfiguration } from './configuration/parameters.ts'
import { checkOrder } from './judge-transactions.ts'
import { genesisBitsOf } from './next-bits.ts'
import { type BlockRefusal, blockRefusal } from './refusals.ts'
import { GENESIS_CHECKPOINT } from './state-entries.ts'

/** What a network begins with (consensus.md 2). Amounts in smallest units. */
export type GenesisSpec = {
  /** Names that start with `dev` may have development values. */
  readonly network: string
  /** Seconds since 1970, a multiple of `slotSeconds`. */
  readonly time: number
  readonly configuration: GenesisParameters
  readonly stakes: readonly {
    readonly producerKey: Uint8Array
    readonly commitment: Uint8Array
    readonly amount: bigint
    readonly ownerScript: Uint8Array
  }[]
  /** Circulating value. */
  readonly allotments: readonly { readonly script: Uint8Array; readonly amount: bigint }[]
  readonly admissionRoster: readonly Uint8Array[]
  readonly councilRoster: readonly Uint8Array[]
  readonly members: readonly {
    readonly peerId: Uint8Array
    readonly certificateHash: Uint8Array
    readonly stakeKey: Uint8Array
    readonly roles: number
  }[]
  /** Accounts, agents, the reserve: whoever can spend the holder's script may write the pair again. */
  readonly records?: readonly {
    readonly table: string
    readonly key: Uint8Array
    readonly value: Uint8Array
    readonly holderScript: Uint8Array
  }[]
}

/** Version 0 of the configuration: the parameters with the bits that the stakes give. */
export function genesisConfiguration(spec: GenesisSpec): ConfigurationDocument {
  const stake = spec.stakes.reduce((sum, { amount }) => sum + amount, 0n)
  assert(stake > 0n, 'genesis has a stake')
  const parameters = { ...spec.configuration, genesisBits: genesisBitsOf(stake, spec.configuration) }
  const document: ConfigurationDocument = {
    kind: 'configuration',
    network: spec.network,
    version: 0,
    parent: null,
    from: 0,
    protocol: 1,
    adopted: [],
    parameters,
  }
  const wrong = wrongDocument(document)
  assert(wrong === undefined, `the configuration holds: ${JSON.stringify(wrong)}`)
  return document
}

/** The genesis block: a function of the specification alone. Its hash is the network id. */
export function genesis(spec: GenesisSpec): Block {
  const configuration = genesisConfiguration(spec)
  const transactions = foundingTransactions(spec, configuration)
  const unsealed = headerOf(spec.time, configuration, transactions)
  const { stateHash, sums } = applied(unsealed, transactions, configuration)
  return { header: { ...unsealed, stateHash, totals: sums }, extension: EMPTY_EXTENSION, transactions }
}

/** What the genesis block writes into an empty state. The block must hold: `judgeGenesis` says so of one that was read. */
export function applyGenesis(block: Block, configuration: ConfigurationDocument): Changes {
  const judged = judgeGenesis(block, configuration)
  assert(judged.ok, 'genesis holds')
  return judged.value
}

/**
 * Is this a genesis block of the configuration? Gives its changes. Refusals: `block-configuration`, `block-shape`
 * {field}, `block-extension`, `block-merkle`, `block-order`, `totals-wrong`, `state-hash`.
 */
export function judgeGenesis(
  block: Block,
  configuration: ConfigurationDocument,
): Result<Changes, BlockRefusal> {
  const { header, extension, transactions } = block
  const wrong = checkGenesisHeader(header, transactions, configuration)
  if (wrong !== undefined) return refuse(wrong)
  if (!equalBytes(header.extRoot, extensionRoot(extension)) || !equalBytes(header.extRoot, emptyRoot)) {
    return refuse(blockRefusal('block-extension'))
  }
  const misplaced = checkOrder(transactions)
  if (misplaced !== undefined) return refuse(misplaced)
  const { stateHash, sums, changes } = applied(header, transactions, configuration)
  const unequal = sums.findIndex((sum, i) => sum !== header.totals[i])
  if (unequal >= 0) return refuse(blockRefusal('totals-wrong', { total: unequal }))
  return equalBytes(stateHash, header.stateHash) ? ok(changes) : refuse(blockRefusal('state-hash'))
}

const emptyRoot = extensionRoot(EMPTY_EXTENSION)

function foundingTransactions(
  spec: GenesisSpec,
  { parameters }: ConfigurationDocument,
): readonly Transaction[] {
  const rules = ledgerConfiguration(parameters)
  const council = majorityOf(spec.councilRoster)
  const members = spec.members.map(({ peerId, ...member }) =>
    genesisRecord({ table: 'member', key: peerId, value: encodeMember(member), holderScript: council }),
  )
  const stakes = spec.stakes.map(({ producerKey, commitment, amount, ownerScript }) =>
    value(stakeScript(producerKey, commitment, ownerScript), amount),
  )
  const allotments = spec.allotments.map(({ script, amount }) => value(script, amount))
  return [
    genesisRoster(ADMISSION, spec.admissionRoster, rules),
    genesisRoster(COUNCIL, spec.councilRoster, rules),
    ...members,
    ...(spec.records ?? []).map(genesisRecord),
    genesisAllotment(DEBT_LAYER, STAKE, stakes),
    ...(allotments.length === 0 ? [] : [genesisAllotment(CIRCULATION, TRANSFER, allotments)]),
  ]
}

const value = (script: Uint8Array, amount: bigint): Output => ({ element: VALUE, amount, script })

/** Whoever writes for a group by majority holds what it wrote. */
function majorityOf(keys: readonly Uint8Array[]): Uint8Array {
  return kOfNScript(Math.floor(keys.length / 2) + 1, keys)
}

function headerOf(
  time: number,
  configuration: ConfigurationDocument,
  transactions: readonly Transaction[],
): Header {
  const { genesisBits, slotSeconds } = configuration.parameters
  assert(time % slotSeconds === 0, 'genesis begins with a slot')
  return {
    version: 1,
    height: 0,
    prevHash: ZERO_HASH,
    time,
    bits: genesisBits,
    txRoot: transactionRoot(transactions),
    witnessRoot: witnessRoot(transactions),
    extRoot: emptyRoot,
    stateHash: ZERO_HASH,
    configId: configurationId(configuration),
    beaconHash: ZERO_HASH,
    stakeTxid: ZERO_HASH,
    stakeIndex: NO_STAKE,
    stakeAmount: 0n,
    producerKey: ZERO_HASH,
    reveal: ZERO_HASH,
    totals: Array.from({ length: 9 }, () => 0n),
    ballots: [],
    signature: new Uint8Array(64),
  }
}

function applied(
  header: Header,
  transactions: readonly Transaction[],
  { parameters }: ConfigurationDocument,
): { readonly stateHash: Uint8Array; readonly sums: readonly bigint[]; readonly changes: Changes } {
  const work = new BlockWork(memoryState(), header, parameters)
  for (const transaction of transactions) work.found(transaction)
  const mix = fromHex(parameters['beacon.seed'])
  const finality = { justified: GENESIS_CHECKPOINT, final: GENESIS_CHECKPOINT }
  const stateHash = work.finish({ mix, carry: 0n, ...finality }, 0n)
  return { stateHash, sums: totals(work.state), changes: work.state.changes() }
}

function checkGenesisHeader(
  header: Header,
  transactions: readonly Transaction[],
  configuration: ConfigurationDocument,
): BlockRefusal | undefined {
  const due = configurationId(configuration)
  if (!equalBytes(header.configId, due)) {
    return blockRefusal('block-configuration', { configId: toHex(header.configId), due: toHex(due) })
  }
  if (header.time % configuration.parameters.slotSeconds !== 0)
    return blockRefusal('block-shape', { field: 'time' })
  const plain = headerOf(header.time, configuration, transactions)
  if (!equalBytes(header.txRoot, plain.txRoot)) return blockRefusal('block-merkle', { root: 'txRoot' })
  if (!equalBytes(header.witnessRoot, plain.witnessRoot))
    return blockRefusal('block-merkle', { root: 'witnessRoot' })
  const field = fixedFields.find((name) => String(header[name]) !== String(plain[name]))
  return field === undefined ? undefined : blockRefusal('block-shape', { field })
}

const fixedFields = [
  'version',
  'height',
  'prevHash',
  'bits',
  'beaconHash',
  'stakeTxid',
  'stakeIndex',
  'stakeAmount',
  'producerKey',
  'reveal',
  'ballots',
  'signature',
] as const satisfies readonly (keyof Header)[]
