import { must } from '@vc/kernel'
import { targetOf } from '../compact.ts'
import { MOST_BLOCK_BYTES, type Parameters } from './parameters.ts'

type Check = (value: unknown) => boolean

const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
const flag: Check = (value) => typeof value === 'boolean'
const bits: Check = (value) => whole(0, 0xffff_ffff)(value) && targetOf(Number(value)) !== undefined
const hex =
  (bytes: number): Check =>
  (value) =>
    typeof value === 'string' && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value)
const oneOf =
  (...names: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && names.includes(value)
const text: Check = (value) => typeof value === 'string' && value.isWellFormed()
/** What assertions are compared with byte for byte (keys.md, rules 3 and 4): nothing in it ends a JSON text or starts an escape. */
const site: Check = (value) => text(value) && !/["\\]/.test(String(value))
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' && value !== null && wrongField(fields, value) === undefined

const height = whole(0, 0xffff_ffff)
const share = whole(0, 10_000)

const checks: { readonly [Name in keyof Parameters]: Check } = {
  slotSeconds: whole(1, 3600),
  blockInterval: whole(1, 86_400),
  retargetWindow: whole(2, 100_000),
  targetLimitBits: bits,
  genesisBits: bits,
  maxDrift: whole(0, 3600),
  lateAfter: whole(0, 3600),
  versionWindow: whole(0, 3600),
  stakeMaturity: whole(0, 0xffff_ffff),
  stakeRecovery: whole(1, 0xffff_ffff),
  minStake: whole(1),
  maxReferences: whole(0, 9),
  ownShare: share,
  referenceShare: share,
  maxReorgDepth: height,
  evidenceAge: height,
  checkpointPeriod: whole(1, 0xffff),
  voteDepth: whole(0, 0xffff),
  trustedCheckpoint: orNull(record({ height, hash: hex(32) })),
  weakSubjectivity: whole(0, 0xffff_ffff),
  'beacon.source': oneOf('reveal', 'bitcoin', 'regtest'),
  'beacon.seed': hex(32),
  'beacon.epoch': whole(1, 0xffff_ffff),
  'beacon.lag': whole(0, 0xffff_ffff),
  'beacon.anchor': orNull(record({ height, header: hex(80) })),
  'pob.source': oneOf('off', 'notary', 'bitcoin', 'regtest'),
  'pob.interval': whole(2, 0xffff_ffff),
  'pob.step': whole(1, 0xffff),
  'pob.wait': whole(1, 0xffff_ffff),
  'pob.minBurn': whole(1),
  'pob.notaries': list(record({ origin: text, keys: list(text) })),
  'pob.notaryQuorum': whole(1, 64),
  maxBlockBytes: whole(1, MOST_BLOCK_BYTES),
  maxBlockSigops: whole(1, 0xffff_ffff),
  maxExtensionBytes: whole(4, 0xffff_ffff),
  maxTransactionBytes: whole(1, 0xffff_ffff),
  decimals: whole(0, 15),
  creditUnit: whole(1, 2 ** 37),
  creditApprovals: (value) => list(whole(0, 64))(value) && Array.isArray(value) && value.length === 16,
  recordApprovals: whole(0, 64),
  badDebtAge: height,
  penaltyBounty: share,
  maxPremium: share,
  overdueFreeze: flag,
  namedDebtorsOnly: flag,
  namedAccountsOnly: flag,
  hardwareKeysOnly: flag,
  rpIds: list(text),
  origins: list(site),
  voteWindow: height,
  voteThreshold: whole(0, 1000),
  activationDelay: height,
}

/** The first field that is missing, unknown or out of range; undefined when there is none. */
export function wrongField(fields: Readonly<Record<string, Check>>, value: object): string | undefined {
  const found = new Map<string, unknown>(Object.entries(value))
  for (const [name, check] of Object.entries(fields)) {
    if (!found.has(name) || !check(found.get(name))) return name
  }
  return [...found.keys()].find((name) => !Object.hasOwn(fields, name))
}

/** The same for the parameters. */
export function wrongParameter(value: object): string | undefined {
  return wrongField(checks, value)
}

/** The first name of a part of the parameters that is unknown or out of range; undefined when there is none. */
export function wrongParameters(part: object): string | undefined {
  const known: Readonly<Record<string, Check>> = checks
  const wrong = Object.entries(part).find(([name, value]) => !known[name]?.(value))
  return wrong?.[0]
}

export function areParameters(value: unknown): value is Parameters {
  return typeof value === 'object' && value !== null && wrongParameter(value) === undefined
}

const target = (compact: number) => must(targetOf(compact), 'good bits')

const invariants: Readonly<Record<string, (of: Parameters) => boolean>> = {
  'stakeMaturity spans the beacon': (of) =>
    of.stakeMaturity >= (of['beacon.source'] === 'reveal' ? 4 * of['beacon.epoch'] : 2 * of['beacon.lag']),
  'slotSeconds divides blockInterval': (of) => of.blockInterval % of.slotSeconds === 0,
  'versionWindow below blockInterval': (of) => of.versionWindow < of.blockInterval,
  'lateAfter above maxDrift': (of) => of.lateAfter > of.maxDrift,
  'maxTransactionBytes at most a quarter of maxBlockBytes': (of) =>
    4 * of.maxTransactionBytes <= of.maxBlockBytes,
  'pob.wait at least three steps': (of) => of['pob.wait'] >= 3 * of['pob.step'],
  'voteThreshold from 667': (of) => of.voteThreshold >= 667,
  'shares at most 100%': (of) => of.ownShare + 10 * of.referenceShare <= 10_000,
  'voteWindow from 30': (of) => of.voteWindow >= 30,
  'genesisBits below targetLimitBits': (of) => target(of.genesisBits) < target(of.targetLimitBits),
}

const onlyForDevelopment: Readonly<Record<string, (of: Parameters) => boolean>> = {
  'stakeMaturity of development': (of) => of.stakeMaturity === 60,
  'beacon.seed of zeros': (of) => /^0*$/.test(of['beacon.seed']),
  'hardwareKeysOnly off': (of) => !of.hardwareKeysOnly,
  'sites on this machine': ({ rpIds, origins }) =>
    rpIds.includes('localhost') || origins.some((origin) => /^https?:\/\/localhost(:|$)/.test(origin)),
}

/** The first invariant of configuration.md 6 that is broken; undefined when all hold. */
export function brokenInvariant(network: string, parameters: Parameters): string | undefined {
  const broken = Object.entries(invariants).find(([, holds]) => !holds(parameters))
  if (broken !== undefined) return broken[0]
  if (network.startsWith('dev')) return undefined
  return Object.entries(onlyForDevelopment).find(([, is]) => is(parameters))?.[0]
}
