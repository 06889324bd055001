import { type Configuration, defaultConfiguration } from '@vc/ledger'

/** A height and the block hash that stands there, hex. */
export type TrustedCheckpoint = { readonly height: number; readonly hash: string }
export type BeaconAnchor = { readonly height: number; readonly header: string }
export type Notary = { readonly origin: string; readonly keys: readonly string[] }

/** Every number that the implementation leaves open (configuration.md 6). Names are the specification's. */
export type Parameters = {
  readonly slotSeconds: number
  readonly blockInterval: number
  readonly retargetWindow: number
  readonly targetLimitBits: number
  readonly genesisBits: number
  readonly maxDrift: number
  readonly lateAfter: number
  readonly versionWindow: number
  readonly stakeMaturity: number
  readonly stakeRecovery: number
  readonly minStake: number
  readonly maxReferences: number
  /** Parts of 10,000. */
  readonly ownShare: number
  readonly referenceShare: number
  readonly maxReorgDepth: number
  readonly evidenceAge: number
  readonly checkpointPeriod: number
  readonly voteDepth: number
  readonly trustedCheckpoint: TrustedCheckpoint | null
  readonly weakSubjectivity: number
  readonly 'beacon.source': string
  /** 32 bytes, hex. */
  readonly 'beacon.seed': string
  readonly 'beacon.epoch': number
  readonly 'beacon.lag': number
  readonly 'beacon.anchor': BeaconAnchor | null
  readonly 'pob.source': string
  readonly 'pob.interval': number
  readonly 'pob.step': number
  readonly 'pob.wait': number
  readonly 'pob.minBurn': number
  readonly 'pob.notaries': readonly Notary[]
  readonly 'pob.notaryQuorum': number
  readonly maxBlockBytes: number
  readonly maxBlockSigops: number
  readonly maxExtensionBytes: number
  readonly maxTransactionBytes: number
  readonly decimals: number
  readonly creditUnit: number
  readonly creditApprovals: readonly number[]
  readonly recordApprovals: number
  readonly badDebtAge: number
  readonly penaltyBounty: number
  readonly maxPremium: number
  readonly overdueFreeze: boolean
  readonly namedDebtorsOnly: boolean
  readonly namedAccountsOnly: boolean
  readonly hardwareKeysOnly: boolean
  readonly rpIds: readonly string[]
  readonly origins: readonly string[]
  readonly voteWindow: number
  /** Permille. */
  readonly voteThreshold: number
  readonly activationDelay: number
}

/** What a network chooses before its stakes are known: `genesisBits` follows from them. */
export type GenesisParameters = Omit<Parameters, 'genesisBits'>

const zeros = '0'.repeat(64)

/** The production values; what a network must bring itself is asked for. */
export function production(own: {
  /** 32 bytes drawn in public, hex. */
  readonly beaconSeed: string
  readonly rpIds: readonly string[]
  readonly origins: readonly string[]
}): GenesisParameters {
  const { beaconSeed, rpIds, origins } = own
  return { ...common, ...productionTimes, 'beacon.seed': beaconSeed, hardwareKeysOnly: true, rpIds, origins }
}

/** The development values: two seconds to a block, software keys, sites on this machine. */
export function development(own: Partial<GenesisParameters> = {}): GenesisParameters {
  const local = { hardwareKeysOnly: false, rpIds: ['localhost'], origins: ['http://localhost:3000'] }
  return { ...common, ...developmentTimes, 'beacon.seed': zeros, ...local, ...own }
}

/** The numbers that the ledger judges with. */
export function ledgerConfiguration(parameters: Parameters): Configuration {
  const { maxTransactionBytes, maxBlockSigops, maxPremium, penaltyBounty, creditUnit } = parameters
  const { creditApprovals, recordApprovals, badDebtAge, rpIds, origins } = parameters
  const { overdueFreeze, namedDebtorsOnly, namedAccountsOnly, hardwareKeysOnly } = parameters
  return {
    ...{ maxTransactionBytes, maxBlockSigops, maxPremium, penaltyBounty, creditUnit: BigInt(creditUnit) },
    ...{ creditApprovals, recordApprovals, badDebtAge, rpIds, origins },
    ...{ overdueFreeze, namedDebtorsOnly, namedAccountsOnly, hardwareKeysOnly },
  }
}

/** Bytes of the largest block that a network may allow: one answer to a peer holds it whole (consensus.md 19, ADR 60). */
export const MOST_BLOCK_BYTES = 8_000_000

const common = {
  slotSeconds: 1,
  retargetWindow: 30,
  targetLimitBits: 0x1e10_0000,
  maxReferences: 9,
  ownShare: 5000,
  referenceShare: 200,
  maxReorgDepth: 500,
  evidenceAge: 100_000,
  checkpointPeriod: 2,
  voteDepth: 1,
  trustedCheckpoint: null,
  weakSubjectivity: 1_209_600,
  'beacon.source': 'reveal',
  'beacon.anchor': null,
  'pob.source': 'off',
  'pob.interval': 100,
  'pob.notaries': [],
  'pob.notaryQuorum': 2,
  maxBlockBytes: 4_000_000,
  maxBlockSigops: 20_000,
  maxExtensionBytes: 65_536,
  maxTransactionBytes: defaultConfiguration.maxTransactionBytes,
  decimals: 2,
  creditUnit: 1_000_000,
  creditApprovals: defaultConfiguration.creditApprovals,
  recordApprovals: 0,
  penaltyBounty: 1000,
  maxPremium: 500,
  overdueFreeze: true,
  namedDebtorsOnly: true,
  namedAccountsOnly: false,
  voteThreshold: 750,
} as const

const productionTimes = {
  blockInterval: 10,
  maxDrift: 2,
  lateAfter: 4,
  versionWindow: 3,
  stakeMaturity: 28_800,
  stakeRecovery: 2_592_000,
  minStake: 1_000_000,
  'beacon.epoch': 600,
  'beacon.lag': 7200,
  'pob.step': 20,
  'pob.wait': 60,
  'pob.minBurn': 100_000,
  badDebtAge: 259_200,
  voteWindow: 8640,
  activationDelay: 8640,
}

const developmentTimes: typeof productionTimes = {
  blockInterval: 2,
  maxDrift: 1,
  lateAfter: 2,
  versionWindow: 1,
  stakeMaturity: 60,
  stakeRecovery: 3600,
  minStake: 1,
  'beacon.epoch': 15,
  'beacon.lag': 60,
  'pob.step': 4,
  'pob.wait': 12,
  'pob.minBurn': 1,
  badDebtAge: 60,
  voteWindow: 30,
  activationDelay: 20,
}
