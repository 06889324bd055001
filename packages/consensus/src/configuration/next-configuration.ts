import { toHex } from '@vc/crypto'
import type { Refusal } from '@vc/ledger'
import type { Header } from '../codec/header.ts'
import { passedProposals } from './ballots.ts'
import {
  type ConfigurationCode,
  type ConfigurationDocument,
  configurationId,
  wrongDocument,
} from './document.ts'
import { fixedParameters, type Proposal, proposalId } from './proposal.ts'

/** The protocol that this implementation speaks (configuration.md, at the top). */
export const PROTOCOL = 1

/**
 * What holds at a height (configuration.md 4): `stays`, the one before; `changes`, a new version; `void`, nothing of
 * what passed takes effect since together it breaks an invariant; `beyond`, a protocol that is not spoken here.
 */
export type NextConfiguration =
  | { readonly kind: 'stays' }
  | { readonly kind: 'changes' | 'beyond'; readonly configuration: ConfigurationDocument }
  | { readonly kind: 'void'; readonly refusal: Refusal<ConfigurationCode> }

/** The configuration of `height` after one `inForce` before it. `proposals`: all documents at hand; `headerAt`: of the branch. */
export function nextConfiguration(of: {
  readonly height: number
  readonly inForce: ConfigurationDocument
  readonly proposals: readonly Proposal[]
  readonly headerAt: (height: number) => Header | undefined
}): NextConfiguration {
  const due = of.proposals.filter(({ from }) => from === of.height)
  const passed = due.length === 0 ? [] : passedProposals(due, of.headerAt)
  if (passed.length === 0) return { kind: 'stays' }
  const configuration = adopt(of.inForce, passed, of.height)
  const refusal = wrongDocument(configuration) ?? changedFixed(of.inForce, configuration)
  if (refusal !== undefined) return { kind: 'void', refusal }
  return { kind: configuration.protocol > PROTOCOL ? 'beyond' : 'changes', configuration }
}

function adopt(
  inForce: ConfigurationDocument,
  passed: readonly Proposal[],
  from: number,
): ConfigurationDocument {
  const changes = passed.map((proposal) => proposal.changes)
  return {
    ...inForce,
    version: inForce.version + 1,
    parent: toHex(configurationId(inForce)),
    from,
    protocol: Math.max(inForce.protocol, ...passed.map(({ protocol }) => protocol)),
    adopted: passed.map((proposal) => toHex(proposalId(proposal))),
    parameters: Object.assign({ ...inForce.parameters }, ...changes),
  }
}

function changedFixed(
  { parameters: before }: ConfigurationDocument,
  { parameters: after }: ConfigurationDocument,
): Refusal<ConfigurationCode> | undefined {
  const field = fixedParameters.find((name) => before[name] !== after[name])
  return field === undefined ? undefined : { code: 'configuration-field', facts: { field } }
}

/** What is wrong with a history of versions, the first of genesis; undefined when it is whole (configuration.md 2). */
export function wrongHistory(
  versions: readonly ConfigurationDocument[],
  genesisConfigId: Uint8Array,
):
  | { readonly version: number; readonly why: 'document' | 'genesis' | 'parent' | 'range' | 'network' }
  | undefined {
  for (const [version, document] of versions.entries()) {
    const before = versions[version - 1]
    if (wrongDocument(document) !== undefined || document.version !== version)
      return { version, why: 'document' }
    if (!before) {
      if (toHex(configurationId(document)) !== toHex(genesisConfigId)) return { version, why: 'genesis' }
      continue
    }
    if (document.parent !== toHex(configurationId(before))) return { version, why: 'parent' }
    if (document.from <= before.from) return { version, why: 'range' }
    const isOther = document.network !== before.network || changedFixed(before, document) !== undefined
    if (isOther) return { version, why: 'network' }
  }
  return undefined
}

/** The version in force at a height, of a whole history. */
export function inForceAt(
  versions: readonly ConfigurationDocument[],
  height: number,
): ConfigurationDocument | undefined {
  return versions.findLast(({ from }) => from <= height)
}
