import { type AgentPlace, mandateOf } from '@vc/admission'
import { findCursor, listedAgents, pendingCredit } from '@vc/db'
import { signerOf } from '../../acts/my-part.ts'
import { allowed, reads } from '../../procedures.ts'
import { openProposals } from './proposals.ts'
import { type OwnerOf, ownersByKey } from './read.ts'

/**
 * What this person is on the ledger as an agent: its grant and ceiling, what is used of them, whom it appointed with what they have
 * out, and what is proposed for it or for them. One for each act key that is an agent; none for who is not.
 */
export const mandateRoute = allowed('foundation.read', reads).query(async ({ ctx: { db, user, clock } }) => {
  const { actKeys } = await signerOf(db, user)
  const agents = await listedAgents(db)
  const pending = await pendingCredit(db, { authorityId: user.organisationId }, new Date(clock.nowMs()))
  const found = [...actKeys.keys()].flatMap((key) => mandateOf(agents, key, pending) ?? [])
  const ownerOf = await ownersByKey(
    db,
    agents.map(({ key }) => key),
  )
  const open = await openProposals(db, clock.nowMs())
  return {
    height: (await findCursor(db))?.height ?? 0,
    mandates: found.map(({ own, above, below, ...rest }) => ({
      ...{ ...rest, pending, own: shown(own, ownerOf) },
      above: above.map((place) => shown(place, ownerOf)),
      below: below.map((place) => shown(place, ownerOf)),
      proposed: open
        .filter(({ ask }) => [own.key, ...below.map(({ key }) => key)].includes(ask.key) || isUnder(ask, own))
        .map(({ proposalId, ask, state }) => ({ proposalId, ask, state })),
    })),
  }
})

const isUnder = (ask: object, { key }: AgentPlace) => 'parent' in ask && ask.parent === key

const shown = (place: AgentPlace, ownerOf: OwnerOf) => ({
  ...{ ...place, owner: ownerOf(place.key) },
  parentOwner: place.parent === '' ? null : ownerOf(place.parent),
})
