import type {
  ChoiceAnswer,
  ConfigurationDocuments,
  NodeConfiguration,
  PreviewAnswer,
  ProposalVerdict,
  Question,
} from '@vc/client'
import {
  commitOf,
  encodeConfiguration,
  encodeProposal,
  type Proposal,
  proposalId,
  readDraft,
} from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import type { Clock, Result } from '@vc/kernel'
import type { Refusal } from '@vc/ledger'
import type { Chain } from '../chain/chain.ts'
import { wrongVote } from './choices.ts'
import { historyOf, overviewOf } from './overview.ts'
import { previewChanges } from './preview.ts'
import { openTallies } from './tallies.ts'

/** What an operator sees and does of the configuration (configuration.md 3 and 5). */
export type ConfigurationDesk = {
  readonly configuration: () => NodeConfiguration
  /** What the chain is judged again with. */
  readonly configurationDocuments: () => ConfigurationDocuments
  /** Judges the JSON of a proposal, or of a draft without origin and target. */
  readonly checkProposal: (document: string) => ProposalVerdict
  /** The same, and keeps it: peers ask for it. */
  readonly propose: (document: string) => ProposalVerdict
  readonly chooseProposal: (chosen: Question<'chooseProposal'>) => ChoiceAnswer
  readonly previewConfiguration: (asked: Question<'previewConfiguration'>) => Promise<PreviewAnswer>
}

/** `commitOf`: of a version in the node's repository, when it has one. */
export function configurationDesk(
  chain: Chain,
  clock: Clock,
  commitOf: (id: string) => string | undefined = () => undefined,
  /** The operator has chosen otherwise: what the node does may change at once. */
  choiceMoved: () => void = () => undefined,
): ConfigurationDesk {
  const { configurations, blocks } = chain
  const tally = openTallies((height) => {
    const hash = blocks.hashAt(height)
    return hash && blocks.header(hash)
  })
  const read = (document: string) =>
    readDraft(document, chain.configuration, (id) => configurations.find(fromHex(id)))
  return {
    configuration: () => overviewOf(chain, tally, commitOf),
    configurationDocuments: () => {
      const [first] = historyOf(chain)
      const { head, finality } = chain
      const isVoted = (proposal: Proposal) => tally(proposal, head.height, finality.final.height).yes > 0
      const proposals = configurations.proposals().filter(isVoted).map(encodeProposal)
      return {
        configuration: toHex(encodeConfiguration(first ?? chain.configuration)),
        proposals: proposals.map((bytes) => toHex(bytes)),
      }
    },
    checkProposal: (document) => verdictOf(read(document), chain.genesisTime),
    propose: (document) => {
      const proposal = read(document)
      const kept = proposal.ok ? configurations.propose(encodeProposal(proposal.value)) : proposal
      return verdictOf(kept, chain.genesisTime)
    },
    chooseProposal: (chosen) => {
      const answer = choose(chain, chosen)
      if (answer.accepted) choiceMoved()
      return answer
    },
    previewConfiguration: ({ changes, blocks: most }) =>
      previewChanges(chain, changes, { blocks: most, clock }),
  }
}

function verdictOf(proposal: Result<Proposal, Refusal<string>>, genesisTime: number): ProposalVerdict {
  if (!proposal.ok) return { accepted: false, refusal: shown(proposal.refusal) }
  const { branch, bytes } = commitOf(proposal.value, genesisTime)
  const id = toHex(proposalId(proposal.value))
  return { accepted: true, id, branch, document: Buffer.from(bytes).toString() }
}

/** Refused: `proposal-unknown`; `proposal-over`, when nothing is counted or stayed away from any more; `proposal-rival`, `ballots-full`. */
function choose(
  { configurations, head }: Chain,
  { proposal: id, choice }: Question<'chooseProposal'>,
): ChoiceAnswer {
  const { choices, findProposal } = configurations
  const proposal = findProposal(id)
  if (!proposal) return refused('proposal-unknown', {})
  const last = choice === 'vote' ? proposal.vote.to : proposal.from - 1
  // A node that stands before the height goes on once its operator no longer stays.
  if (choice !== null && head.height >= last) return refused('proposal-over', { height: head.height })
  const others = choices.votes().flatMap((other) => (other === id ? [] : (findProposal(other) ?? [])))
  const open = others.filter(({ vote }) => vote.to > head.height)
  const wrong = choice === 'vote' ? wrongVote(proposal, open) : undefined
  if (wrong) return { accepted: false, refusal: shown(wrong) }
  choices.set(id, choice ?? undefined)
  return { accepted: true, choice }
}

const shown = ({ code, facts }: Refusal<string>) => ({ code, facts: { ...facts } })
const refused = (code: string, facts: Refusal<string>['facts']): ChoiceAnswer => ({
  accepted: false,
  refusal: shown({ code, facts }),
})
