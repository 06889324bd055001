import { readFileSync } from 'node:fs'
import type { ConfigurationProposal, NodeClient, NodeConfiguration, ProposalVerdict } from '@vc/client'
import { nodeClientOf } from '../../node-client.ts'
import { nodeUrlOf, sayNodeFailure } from '../../node-failure.ts'
import type { Command, Out } from '../../run-cli.ts'

const usage = `Usage: vc node configuration COMMAND

  list             versions in force and before, open and closed proposals, how their votes stand
  show ID          one version or proposal in full (a number, or the first digits of an id)
  check FILE       judge a proposal without giving it to anybody; prints its one text
  propose FILE     give it to the node, which hands it on. Of a draft origin and target may be left out
  vote ID          the node's own blocks vote for it, from the next one on
  unvote ID        withdraw vote or stay
  stay ID          keep the old rules whatever comes: if it passes, the node stops before its height and says so

Environment:
  NODE_URL         where the node answers
  NODE_TOKEN_FILE  the token of the node, when it wants one; propose, vote, unvote and stay change something`

type Act = (client: NodeClient, argument: string, out: Out) => Promise<number>

const acts: Readonly<Record<string, { readonly asks: boolean; readonly act: Act }>> = {
  list: { asks: false, act: async (client, _, out) => sayAll(await client.configuration(), out) },
  show: { asks: true, act: async (client, id, out) => show(await client.configuration(), id, out) },
  check: {
    asks: true,
    act: async (client, file, out) => judged(await client.checkProposal(read(file)), out),
  },
  propose: { asks: true, act: async (client, file, out) => judged(await client.propose(read(file)), out) },
  vote: { asks: true, act: (client, id, out) => choose(client, { id, choice: 'vote' }, out) },
  unvote: { asks: true, act: (client, id, out) => choose(client, { id, choice: null }, out) },
  stay: { asks: true, act: (client, id, out) => choose(client, { id, choice: 'stay' }, out) },
}

/** Versions of the configuration, proposals and the node's own choices (configuration.md 5). */
export const configuration: Command = async ([name = '', argument, ...rest], out, environment) => {
  const found = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (!found || rest.length > 0 || found.asks !== (argument !== undefined)) {
    out(usage)
    return 2
  }
  const url = nodeUrlOf(environment, out)
  if (url === undefined) return 2
  try {
    return await found.act(nodeClientOf(url, environment), argument ?? '', out)
  } catch (error) {
    return sayNodeFailure(error, url, out)
  }
}

const read = (file: string) => readFileSync(file, 'utf8')

function sayAll({ versions, proposals, height, stop }: NodeConfiguration, out: Out): number {
  out(`head           ${height}`)
  if (stop) out(`STOPPED before ${stop.height}: ${stop.code} ${JSON.stringify(stop.facts)}`)
  for (const { version, from, to, id, commit, changes } of versions) {
    const range = `${from} to ${to ?? 'now'}`
    const changed = changes.map(({ parameter }) => parameter).join(', ')
    out(`version ${version}      ${range}  ${id.slice(0, 16)}  commit ${commit ?? 'none'}  ${changed}`)
  }
  for (const proposal of proposals) out(lineOf(proposal))
  if (proposals.length === 0) out('no proposals')
  return 0
}

function lineOf({ id, title, vote, from, state, yes, blocks, choice }: ConfigurationProposal): string {
  const chosen = choice === null ? '' : `, own choice: ${choice}`
  const count = `${yes} of ${blocks} blocks, ${vote.threshold / 10}% needed`
  return `proposal ${id.slice(0, 16)}  ${state}: ${count}, count ${vote.from} to ${vote.to}, in force from ${from}${chosen}  ${title.en}`
}

function show(all: NodeConfiguration, name: string, out: Out): number {
  const found =
    all.versions.find(({ version, id }) => String(version) === name || isNamed(id, name)) ??
    all.proposals.find(({ id }) => isNamed(id, name))
  if (found === undefined) return unknown(name, out)
  out(JSON.stringify(found, null, 2))
  return 0
}

const isNamed = (id: string, name: string) => name.length >= 6 && id.startsWith(name.toLowerCase())

function unknown(name: string, out: Out): number {
  out(`FAILED: this node has nothing whose id begins with ${JSON.stringify(name)}, or it is too short.`)
  out('See what there is with: vc node configuration list')
  return 1
}

function judged(verdict: ProposalVerdict, out: Out): number {
  if (!verdict.accepted) return refused(verdict.refusal, out)
  out(`ok             ${verdict.id}`)
  out(`branch         ${verdict.branch}`)
  out(verdict.document)
  return 0
}

async function choose(
  client: NodeClient,
  { id, choice }: { readonly id: string; readonly choice: 'vote' | 'stay' | null },
  out: Out,
): Promise<number> {
  const { proposals } = await client.configuration()
  const [proposal, other] = proposals.filter((one) => isNamed(one.id, id))
  if (!proposal || other) return unknown(id, out)
  const answer = await client.chooseProposal({ proposal: proposal.id, choice })
  if (!answer.accepted) return refused(answer.refusal, out)
  out(`ok             ${choice ?? 'withdrawn'}: ${proposal.title.en}`)
  return 0
}

function refused({ code, facts }: { code: string; facts: Record<string, unknown> }, out: Out): number {
  out(`FAILED: ${code} ${JSON.stringify(facts)}. Nothing was changed.`)
  return 1
}
