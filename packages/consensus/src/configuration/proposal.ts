import { equalBytes, taggedHash, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { Refusal } from '@vc/ledger'
import { canonicalBytes, type Json } from './canonical-json.ts'
import { wrongField, wrongParameters } from './check-parameters.ts'
import { notStricter } from './check-trial.ts'
import {
  type ConfigurationCode,
  type ConfigurationDocument,
  configurationId,
  readJson,
  wrongDocument,
} from './document.ts'
import type { Parameters } from './parameters.ts'

export type BothLanguages = { readonly en: string; readonly zh: string }

/** A change that members vote on: the seed's intermediate configuration (configuration.md 1). Ids are 64 hex digits. */
export type Proposal = {
  readonly kind: 'proposal'
  readonly title: BothLanguages
  readonly reason: BothLanguages
  readonly origin: string
  readonly target: string
  readonly group: string | null
  readonly vote: { readonly from: number; readonly to: number; readonly threshold: number }
  /** First height at which it would be in force. */
  readonly from: number
  readonly protocol: number
  readonly changes: Partial<Parameters>
  /** Stricter values for the own blocks of whoever votes for it. */
  readonly trial: Partial<Parameters>
}

export type ProposalCode =
  | ConfigurationCode
  /** Not the result of its changes on its origin. */
  | 'proposal-target'
  /** Another origin than the one at hand. */
  | 'proposal-origin'
  /** A parameter that is fixed at genesis. */
  | 'proposal-fixed'
  /** A value on trial that is not stricter than the origin's, or that no block can be held to alone. */
  | 'proposal-trial'
  /** Count too short or long, threshold too low, start too early. */
  | 'proposal-vote'

/** Never changed after genesis (configuration.md 6). */
export const fixedParameters: readonly (keyof Parameters)[] = [
  'decimals',
  'genesisBits',
  'beacon.seed',
  'slotSeconds',
]

const mostBytes = 65_536
const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isWhole = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
const isHeight = isWhole(0, 0xffff_ffff)
const isText = (most: number) => (value: unknown) =>
  typeof value === 'string' && value.length > 0 && value.length <= most && value.isWellFormed()
const isRecord = (fields: Checks) => (value: unknown) =>
  typeof value === 'object' && value !== null && wrongField(fields, value) === undefined
type Checks = Readonly<Record<string, (value: unknown) => boolean>>
const isPartial = (value: unknown) =>
  typeof value === 'object' && value !== null && wrongParameters(value) === undefined

const fields = {
  kind: (value: unknown) => value === 'proposal',
  title: isRecord({ en: isText(200), zh: isText(200) }),
  reason: isRecord({ en: isText(8_000), zh: isText(8_000) }),
  origin: isId,
  target: isId,
  group: (value: unknown) => value === null || isText(64)(value),
  vote: isRecord({ from: isHeight, to: isHeight, threshold: isWhole(0, 1000) }),
  from: isHeight,
  protocol: isWhole(1, 0xffff_ffff),
  changes: isPartial,
  trial: isPartial,
}

/** Bytes of a proposal: canonical JSON. */
export function encodeProposal(proposal: Proposal): Uint8Array {
  const { changes, trial, ...rest } = proposal
  return canonicalBytes({ ...rest, changes: jsonOf(changes), trial: jsonOf(trial) })
}

const ids = new WeakMap<Proposal, Uint8Array>()

/** The id that ballots name: `tag("vdn/configuration", bytes)`, 32 bytes. */
export function proposalId(proposal: Proposal): Uint8Array {
  const known = ids.get(proposal)
  if (known !== undefined) return known
  const id = taggedHash('vdn/configuration', encodeProposal(proposal))
  ids.set(proposal, id)
  return id
}

/** Reads a proposal and checks its form alone; `judgeProposal` says whether it fits its origin. */
export function parseProposal(bytes: Uint8Array): Result<Proposal, Refusal<ProposalCode>> {
  if (bytes.length > mostBytes) return refuse({ code: 'configuration-size', facts: { bytes: bytes.length } })
  const value = readJson(bytes)
  if (value === undefined) return refuse({ code: 'configuration-json', facts: {} })
  const wrong = wrongProposal(value)
  if (wrong !== undefined) return refuse(wrong)
  const proposal = value as Proposal
  const isCanonical = equalBytes(encodeProposal(proposal), bytes)
  return isCanonical ? ok(proposal) : refuse({ code: 'configuration-json', facts: {} })
}

/** What is wrong with the form of a proposal: the field, and of changes or trial the parameter; undefined when it holds. */
export function wrongProposal(value: object): Refusal<ProposalCode> | undefined {
  const field = wrongField(fields, value)
  if (field === undefined) return undefined
  const part: unknown = Object.entries(value).find(([name]) => name === field)?.[1]
  const isParameters = (field === 'changes' || field === 'trial') && typeof part === 'object' && part !== null
  const parameter = isParameters ? wrongParameters(part) : undefined
  return { code: 'configuration-field', facts: parameter === undefined ? { field } : { field, parameter } }
}

/**
 * The configuration that one proposal alone makes of its origin, `adopted` left empty: the proposal names the id of
 * this, so this can not name the proposal's.
 */
export function targetOfProposal(
  proposal: Pick<Proposal, 'changes' | 'from' | 'protocol'>,
  origin: ConfigurationDocument,
): ConfigurationDocument {
  return {
    ...origin,
    version: origin.version + 1,
    parent: toHex(configurationId(origin)),
    from: proposal.from,
    protocol: Math.max(origin.protocol, proposal.protocol),
    adopted: [],
    parameters: { ...origin.parameters, ...proposal.changes },
  }
}

/** What a proposal must give as its `target`. */
export const targetIdOf = (proposal: Omit<Proposal, 'target'>, origin: ConfigurationDocument): string =>
  toHex(configurationId(targetOfProposal(proposal, origin)))

/** Does the proposal fit its origin (configuration.md 1, 3.6, 6)? The first refusal; undefined when it does. */
export function judgeProposal(
  proposal: Proposal,
  origin: ConfigurationDocument,
): Refusal<ProposalCode> | undefined {
  if (proposal.origin !== toHex(configurationId(origin))) {
    return { code: 'proposal-origin', facts: { origin: proposal.origin } }
  }
  const fixed = Object.keys({ ...proposal.changes, ...proposal.trial }).find((name) =>
    fixedParameters.some((one) => one === name),
  )
  if (fixed !== undefined) return { code: 'proposal-fixed', facts: { parameter: fixed } }
  const loose = notStricter(proposal.trial, origin.parameters)
  if (loose !== undefined) return { code: 'proposal-trial', facts: { parameter: loose } }
  return checkVote(proposal, origin.parameters) ?? checkTarget(proposal, origin)
}

function checkVote({ vote, from }: Proposal, origin: Parameters): Refusal<ProposalCode> | undefined {
  const length = vote.to - vote.from + 1
  const wrong = (field: string) => ({ code: 'proposal-vote', facts: { field } }) as const
  if (length < origin.voteWindow || length > 10 * origin.voteWindow) return wrong('vote.to')
  if (vote.threshold < origin.voteThreshold) return wrong('vote.threshold')
  return from < vote.to + origin.activationDelay ? wrong('from') : undefined
}

function checkTarget(proposal: Proposal, origin: ConfigurationDocument): Refusal<ProposalCode> | undefined {
  if (proposal.target !== targetIdOf(proposal, origin)) return { code: 'proposal-target', facts: {} }
  const target = targetOfProposal(proposal, origin)
  return (
    wrongDocument(target) ??
    wrongDocument({ ...target, parameters: { ...target.parameters, ...proposal.trial } })
  )
}

const jsonOf = (part: Partial<Parameters>): Json => ({ ...part })

/** Exclude each other: the same start, and a common group or a common changed parameter (configuration.md 3.5). */
export function areRivals(a: Proposal, b: Proposal): boolean {
  if (a.from !== b.from || equalBytes(proposalId(a), proposalId(b))) return false
  const isOneGroup = a.group !== null && a.group === b.group
  return isOneGroup || Object.keys(a.changes).some((name) => Object.hasOwn(b.changes, name))
}
