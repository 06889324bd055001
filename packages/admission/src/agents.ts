import { ok, type Result, refuse } from '@vc/kernel'
import { POWER_APPOINT } from '@vc/ledger'

/** An agent as its record and the ledger's outputs tell it. Keys in hex; amounts in smallest units. */
export type Agent = {
  readonly key: string
  /** Key of the agent that appointed it; empty: the admission group. */
  readonly parent: string
  readonly ceiling: bigint
  readonly powers: number
  /** Management credit that it can draw on. */
  readonly held: bigint
  /** Unpaid debt that its credit has written. */
  readonly given: bigint
}

/** An agent in its place: ceilings are handed down, exposure is summed up. */
export type AgentPlace = Agent & {
  /** 0 under the group. */
  readonly depth: number
  /** Ceilings of those whom it appointed. */
  readonly handedDown: bigint
  /** What it and all below it have given and is unpaid. */
  readonly exposure: bigint
}

/** What stands in the way of a change of the pyramid, with its numbers. */
export type AgentRefusal =
  | { readonly code: 'agent-known' | 'agent-unknown' | 'parent-appoints-nobody' | 'powers-over-parent' }
  | {
      readonly code: 'ceiling-over-parent' | 'grant-over-ceiling'
      readonly left: bigint
      readonly asked: bigint
    }

/**
 * The pyramid in reading order, those whom an agent appointed right under it. One whose parent is no agent any more
 * stands under the group, so that nobody's exposure is lost: the exposures of depth 0 sum to all that is given.
 */
export function pyramidOf(agents: readonly Agent[]): readonly AgentPlace[] {
  const known = new Set(agents.map(({ key }) => key))
  const placed = new Set<string>()
  const under = (parent: string) => agents.filter((agent) => agent.parent === parent)
  const place = (agent: Agent, depth: number): readonly AgentPlace[] => {
    if (placed.has(agent.key)) return []
    placed.add(agent.key)
    const below = under(agent.key).flatMap((child) => place(child, depth + 1))
    const children = below.filter((child) => child.depth === depth + 1)
    const exposure = agent.given + sumOf(children.map((child) => child.exposure))
    const handedDown = sumOf(children.map(({ ceiling }) => ceiling))
    return [{ ...agent, depth, handedDown, exposure }, ...below]
  }
  const tops = agents.filter(({ parent }) => !known.has(parent))
  // What is left stands in a circle: its first one is shown on top.
  return [...tops, ...agents].flatMap((agent) => place(agent, 0))
}

/** May this agent be appointed? One below a parent has no more than the parent: neither powers nor ceiling. */
export function decideAppointment(
  asked: Pick<Agent, 'key' | 'parent' | 'ceiling' | 'powers'>,
  agents: readonly Agent[],
): Result<'appointed', AgentRefusal> {
  if (agents.some(({ key }) => key === asked.key)) return refuse({ code: 'agent-known' })
  if (asked.parent === '') return ok('appointed')
  const parent = pyramidOf(agents).find(({ key }) => key === asked.parent)
  if (parent === undefined) return refuse({ code: 'agent-unknown' })
  if ((parent.powers & POWER_APPOINT) === 0) return refuse({ code: 'parent-appoints-nobody' })
  if ((asked.powers & ~parent.powers) !== 0) return refuse({ code: 'powers-over-parent' })
  const left = parent.ceiling - parent.handedDown
  if (asked.ceiling > left) return refuse({ code: 'ceiling-over-parent', left, asked: asked.ceiling })
  return ok('appointed')
}

/** May this agent get so much more management credit? Never more in all than its ceiling. */
export function decideGrant(
  agent: Pick<Agent, 'ceiling' | 'held'> | undefined,
  asked: bigint,
): Result<'granted', AgentRefusal> {
  if (agent === undefined) return refuse({ code: 'agent-unknown' })
  const left = agent.ceiling > agent.held ? agent.ceiling - agent.held : 0n
  return asked > left ? refuse({ code: 'grant-over-ceiling', left, asked }) : ok('granted')
}

const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n)
