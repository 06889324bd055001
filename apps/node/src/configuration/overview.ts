import type { ConfigurationProposal, ConfigurationVersion, NodeConfiguration } from '@vc/client'
import {
  areRivals,
  type ConfigurationDocument,
  canonicalBytes,
  configurationId,
  type Json,
  PROTOCOL,
  type Proposal,
  passedByCount,
  proposalId,
} from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'
import type { openTallies, Tally } from './tallies.ts'

type Counted = { readonly proposal: Proposal; readonly count: Tally }

/** Versions and proposals as the operator sees them. `commitOf`: of a version in the repository. */
export function overviewOf(
  chain: Chain,
  tally: ReturnType<typeof openTallies>,
  commitOf: (id: string) => string | undefined,
): NodeConfiguration {
  const { configuration, configurations, head, finality } = chain
  const history = historyOf(chain)
  const adopted = new Set(history.flatMap((version) => version.adopted))
  const counted = configurations.proposals().map((proposal) => ({
    proposal,
    count: tally(proposal, head.height, finality.final.height),
  }))
  const stop = configurations.stopAfter(head.hash)
  return {
    height: head.height,
    inForce: toHex(configurationId(configuration)),
    protocol: PROTOCOL,
    parameters: jsonOf(configuration.parameters),
    versions: history.map((version, at) => shownVersion(version, history[at - 1], history[at + 1], commitOf)),
    proposals: counted.map((one) => shownProposal(one, counted, { chain, adopted })),
    stop: stop ? { ...stop, facts: { ...stop.facts } } : null,
  }
}

/** The versions of the head's branch, the first of genesis, up to the one in force for the next block. */
export function historyOf({ configuration, configurations }: Chain): readonly ConfigurationDocument[] {
  const history: ConfigurationDocument[] = []
  for (let at: ConfigurationDocument | undefined = configuration; at; ) {
    history.unshift(at)
    at = at.parent === null ? undefined : configurations.find(fromHex(at.parent))
  }
  return history
}

function shownVersion(
  version: ConfigurationDocument,
  before: ConfigurationDocument | undefined,
  after: ConfigurationDocument | undefined,
  commitOf: (id: string) => string | undefined,
): ConfigurationVersion {
  const id = toHex(configurationId(version))
  const { from, protocol, adopted } = version
  const to = after ? after.from - 1 : null
  const facts = { id, version: version.version, from, to, protocol, adopted: [...adopted] }
  return { ...facts, commit: commitOf(id) ?? null, changes: before ? changesBetween(before, version) : [] }
}

function changesBetween(before: ConfigurationDocument, after: ConfigurationDocument) {
  const [old, now] = [jsonOf(before.parameters), jsonOf(after.parameters)]
  const isSame = (name: string) => textOf(old[name]) === textOf(now[name])
  return Object.keys(now)
    .filter((name) => !isSame(name))
    .map((parameter) => ({ parameter, before: old[parameter] ?? null, after: now[parameter] ?? null }))
}

const textOf = (value: Json | undefined) => Buffer.from(canonicalBytes(value ?? null)).toString()

function shownProposal(
  { proposal, count }: Counted,
  all: readonly Counted[],
  { chain, adopted }: { readonly chain: Chain; readonly adopted: ReadonlySet<string> },
): ConfigurationProposal {
  const { title, reason, origin, group, vote, from, protocol, changes, trial } = proposal
  const id = toHex(proposalId(proposal))
  const rivals = all.filter((other) => areRivals(other.proposal, proposal))
  const passes = passedByCount([{ proposal, count }, ...rivals]).includes(proposal)
  return {
    ...{ id, title, reason, origin, group, vote, from, protocol },
    ...{ changes: jsonOf(changes), trial: jsonOf(trial), passes },
    state: adopted.has(id) ? 'adopted' : stateOf(proposal, chain.head.height, passes),
    rivals: rivals.map((rival) => toHex(proposalId(rival.proposal))),
    ...{ yes: count.yes, blocks: count.blocks, voters: [...count.voters] },
    points: count.points.map((point): [number, number, number] => [...point]),
    choice: chain.configurations.choices.of(id) ?? null,
  }
}

function stateOf({ vote, from }: Proposal, height: number, passes: boolean): ConfigurationProposal['state'] {
  if (height + 1 < vote.from) return 'soon'
  if (height < vote.to) return 'counting'
  if (height + 1 < from) return 'counted'
  return passes ? 'void' : 'returned'
}

/** Parameters are plain values of JSON. */
const jsonOf = (parameters: object) =>
  JSON.parse(JSON.stringify(parameters)) as NodeConfiguration['parameters']
