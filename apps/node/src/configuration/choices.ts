import { areRivals, type Proposal } from '@vc/consensus'
import { utf8 } from '@vc/crypto'
import type { Store } from '../storage/store.ts'

/** What an operator does about a proposal: votes for it, or stays with the old rules whatever comes (configuration.md 3.2, 4). */
export type Choice = 'vote' | 'stay'

const keys: Readonly<Record<Choice, Uint8Array>> = {
  vote: utf8('configuration-choice'),
  stay: utf8('configuration-stay'),
}
const MOST_BALLOTS = 4

/** The operator's choices, by proposal id in hex, kept in the store; votes in the order in which they were given. */
export type Choices = {
  readonly of: (id: string) => Choice | undefined
  readonly votes: () => readonly string[]
  /** Undefined withdraws. On disk when it returns. */
  readonly set: (id: string, choice: Choice | undefined) => void
}

export function openChoices(store: Store): Choices {
  const ids = { vote: read(store, 'vote'), stay: read(store, 'stay') }
  return {
    of: (id) => (ids.vote.includes(id) ? 'vote' : ids.stay.includes(id) ? 'stay' : undefined),
    votes: () => ids.vote,
    set: (id, choice) => {
      for (const kind of ['vote', 'stay'] as const) {
        const others = ids[kind].filter((one) => one !== id)
        ids[kind] = kind === choice ? [...others, id] : others
      }
      store.commit(
        (['vote', 'stay'] as const).map((kind) => ({
          space: 'meta',
          key: keys[kind],
          value: Buffer.from(ids[kind].join('')),
        })),
      )
    },
  }
}

function read(store: Store, kind: Choice): readonly string[] {
  const bytes = store.get('meta', keys[kind])
  return bytes ? (Buffer.from(bytes).toString('latin1').match(/.{64}/g) ?? []) : []
}

/** Why a vote can not be given beside the others: it excludes one of them, or a block holds no more ballots. */
export function wrongVote(
  proposal: Proposal,
  others: readonly Proposal[],
):
  | { readonly code: 'proposal-rival' | 'ballots-full'; readonly facts: { readonly title: string } }
  | undefined {
  const rival = others.find((other) => areRivals(other, proposal))
  if (rival) return { code: 'proposal-rival', facts: { title: rival.title.en } }
  const beside = others.filter(({ vote }) => vote.from <= proposal.vote.to && proposal.vote.from <= vote.to)
  const [first] = beside
  return first && beside.length >= MOST_BALLOTS
    ? { code: 'ballots-full', facts: { title: first.title.en } }
    : undefined
}
