import { type ConfigurationDocument, type Header, mayHavePassed, NO_STAKE } from '@vc/consensus'
import { equalBytes, fromHex, toHex } from '@vc/crypto'

type Seen = { readonly first: number; last: number; yes: number }
const MOST = 1_024

/** Ballots for proposals whose documents are not at hand: what they may mean for the next block (configuration.md 4). */
export type UnreadBallots = {
  readonly note: (header: Header) => void
  readonly ids: () => readonly string[]
  /** A proposal that may have passed, and so may be in force from this height on. */
  readonly passedBefore: (
    height: number,
    rules: ConfigurationDocument,
    headerAt: (height: number) => Header | undefined,
  ) => string | undefined
}

/** `isRead`: is the document at hand by now? */
export function openUnreadBallots(isRead: (id: string) => boolean): UnreadBallots {
  const seen = new Map<string, Seen>()
  const forget = (height: number, longest: number) => {
    for (const [id, { last }] of seen) if (isRead(id) || last < height - longest) seen.delete(id)
  }
  return {
    note: ({ ballots, height }) => {
      for (const ballot of ballots) {
        const id = toHex(ballot)
        const known = seen.get(id)
        if (known) Object.assign(known, { last: height, yes: known.yes + 1 })
        else if (!isRead(id) && seen.size < MOST) seen.set(id, { first: height, last: height, yes: 1 })
      }
    },
    ids: () => [...seen.keys()].filter((id) => !isRead(id)),
    passedBefore: (height, { parameters }, headerAt) => {
      if (seen.size === 0) return undefined
      const { voteWindow: window, voteThreshold: threshold, activationDelay } = parameters
      forget(height, 10 * window + activationDelay)
      const to = height - activationDelay
      for (const [id, { first, yes }] of seen) {
        // Too few to look at, even if every second block were made by a claim.
        if (4 * yes < window) continue
        if (mayHavePassed(votesFor(id, first, to, headerAt), { window, threshold })) return id
      }
      return undefined
    },
  }
}

function votesFor(
  id: string,
  first: number,
  to: number,
  headerAt: (height: number) => Header | undefined,
): readonly (boolean | undefined)[] {
  const bytes = fromHex(id)
  return Array.from({ length: Math.max(0, to - first + 1) }, (_, at) => {
    const header = headerAt(first + at)
    if (!header || header.stakeIndex === NO_STAKE) return undefined
    return header.ballots.some((ballot) => equalBytes(ballot, bytes))
  })
}
