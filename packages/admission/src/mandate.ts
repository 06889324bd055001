import { POWER_APPOINT } from '@vc/ledger'
import { type Agent, type AgentPlace, pyramidOf } from './agents.ts'

/** An agent's own place in the pyramid: what came down to it, what it gave on, and whom it appointed. Amounts in smallest units. */
export type Mandate = {
  readonly own: AgentPlace
  /** Its ceiling and that of everybody above it, from the group's own down to it. */
  readonly above: readonly AgentPlace[]
  readonly below: readonly AgentPlace[]
  readonly mayAppoint: boolean
  /** How much ceiling it can still hand down. */
  readonly leftToHandDown: bigint
  /** How much it can still give itself: bound by its ceiling, and by the management credit that it holds. */
  readonly leftToGive: bigint
}

/** The mandate of an agent; undefined for a key that is none. `pending` is what its authority has under way. */
export function mandateOf(agents: readonly Agent[], key: string, pending: bigint): Mandate | undefined {
  const places = pyramidOf(agents)
  const own = places.find((place) => place.key === key)
  if (!own) return undefined
  const beyondRoom = atLeastNone(own.held - (own.ceiling - own.given - pending))
  return {
    ...{ own, above: aboveOf(places, own), below: places.filter(({ parent }) => parent === key) },
    mayAppoint: (own.powers & POWER_APPOINT) !== 0,
    leftToHandDown: atLeastNone(own.ceiling - own.handedDown),
    leftToGive: atLeastNone(own.held - beyondRoom),
  }
}

function aboveOf(places: readonly AgentPlace[], own: AgentPlace): readonly AgentPlace[] {
  const found: AgentPlace[] = []
  let at = own
  for (;;) {
    const parent = places.find(({ key }) => key === at.parent)
    // A circle of appointments has no top: it is walked once.
    if (!parent || parent.key === own.key || found.includes(parent)) return found
    found.unshift(parent)
    at = parent
  }
}

const atLeastNone = (amount: bigint) => (amount > 0n ? amount : 0n)
