import { toHex } from '@vc/crypto'
import { parseJson, type Result, refuse } from '@vc/kernel'
import type { Refusal } from '@vc/ledger'
import { type ConfigurationDocument, configurationId } from './document.ts'
import {
  encodeProposal,
  judgeProposal,
  type Proposal,
  type ProposalCode,
  parseProposal,
  targetIdOf,
  wrongProposal,
} from './proposal.ts'

/** What somebody writes of a proposal; origin and target follow from the version in force. */
export type ProposalDraft = Omit<Proposal, 'kind' | 'origin' | 'target'>

/**
 * A proposal from the JSON of a draft or of a whole document, with its origin found by `originOf`. A draft is on
 * `inForce`. Refusals: those of `parseProposal` and `judgeProposal`; a wrong value names its `parameter` too.
 */
export function readDraft(
  text: string,
  inForce: ConfigurationDocument,
  originOf: (id: string) => ConfigurationDocument | undefined,
): Result<Proposal, Refusal<ProposalCode>> {
  const json = parseJson(text)
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return refuse({ code: 'configuration-json', facts: {} })
  const origin = toHex(configurationId(inForce))
  const value = { kind: 'proposal', origin, target: origin, ...json }
  const wrong = wrongProposal(value)
  if (wrong) return refuse(wrong)
  return complete(value as Proposal, 'target' in json, originOf)
}

function complete(
  given: Proposal,
  isWhole: boolean,
  originOf: (id: string) => ConfigurationDocument | undefined,
): Result<Proposal, Refusal<ProposalCode>> {
  const origin = originOf(given.origin)
  if (!origin) return refuse({ code: 'proposal-origin', facts: { origin: given.origin } })
  const proposal = isWhole ? given : { ...given, target: targetIdOf(given, origin) }
  const refusal = judgeProposal(proposal, origin)
  return refusal ? refuse(refusal) : parseProposal(encodeProposal(proposal))
}
