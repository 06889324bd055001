import { parseJson } from '@vc/kernel'
import { z } from 'zod'
import {
  blockAnswer,
  type DraftAnswer,
  draftAnswer,
  membersAnswer,
  type NodeBlock,
  type NodeMembers,
  type NodeOutput,
  type NodePeers,
  type NodeProducer,
  type NodeRecord,
  type NodeRoster,
  type NodeStatus,
  type NodeTransaction,
  outputAnswer,
  peersAnswer,
  producerAnswer,
  recordAnswer,
  rosterAnswer,
  type SharesAnswer,
  type SubmitAnswer,
  sharesAnswer,
  statusAnswer,
  submitAnswer,
  transactionAnswer,
} from './answers.ts'
import { type ClaimAnswer, claimAnswer } from './claims.ts'
import {
  type ChoiceAnswer,
  type ConfigurationDocuments,
  choiceAnswer,
  configurationAnswer,
  documentsAnswer,
  type NodeConfiguration,
  type PreviewAnswer,
  type ProposalVerdict,
  previewAnswer,
  proposalVerdict,
} from './configuration.ts'
import {
  type CreditStanding,
  type CreditWindow,
  creditPolicySchema,
  creditStandingAnswer,
  creditWindowsAnswer,
  type NoticeAnswer,
  noticeAnswer,
} from './credit-policy.ts'
import type { Method, SentQuestion } from './questions.ts'

export type NodeClient = {
  readonly status: () => Promise<NodeStatus>
  readonly blocks: (range: { from: number; count: number }) => Promise<NodeBlock[]>
  readonly block: (heightOrHash: number | string) => Promise<NodeBlock | null>
  readonly output: (outpoint: { txid: string; index: number }) => Promise<NodeOutput | null>
  readonly record: (name: { table: string; key: string }) => Promise<NodeRecord | null>
  readonly roster: (name: string) => Promise<NodeRoster | null>
  readonly submit: (transactions: readonly string[]) => Promise<SubmitAnswer>
  /** Several at once, each a transaction or all legs of a bundle: an answer for each, in their order. */
  readonly submitMany: (units: readonly (readonly string[])[]) => Promise<SubmitAnswer[]>
  /** Judges a draft as if all had signed who are asked to; nothing is kept. The number of a leg at fault counts over all units. */
  readonly judgeDraft: (draft: SentQuestion<'judgeDraft'>) => Promise<DraftAnswer>
  readonly waitForHeight: (height: number, timeoutMs: number) => Promise<NodeStatus>
  readonly transaction: (txid: string) => Promise<NodeTransaction | null>
  readonly peers: () => Promise<NodePeers>
  readonly producer: () => Promise<NodeProducer>
  /** Members of the network, their stake, and who was seen lately. */
  readonly members: () => Promise<NodeMembers>
  /** Has the producer's key sign a payment of shares (hex), which spends nothing but the producer's own rewards. */
  readonly signShares: (transaction: string) => Promise<SharesAnswer>
  readonly creditStanding: () => Promise<CreditStanding>
  /**
   * Whether each of these amounts of new credit, in the order in which they wait, fits into the node's next own block beside those
   * before it, and else when. Smallest units; at most `MOST_WINDOWS`.
   */
  readonly creditWindows: (amounts: readonly bigint[]) => Promise<readonly CreditWindow[]>
  /** Puts a credit policy in force; gives how it stands then. */
  readonly replaceCreditPolicy: (policy: CreditStanding['policy']) => Promise<CreditStanding>
  /** Signs a regulator's notice with the node's key and tells all nodes (consensus.md 18). */
  readonly giveNotice: (notice: SentQuestion<'giveNotice'>) => Promise<NoticeAnswer>
  /** Hands in a claim to a proof-of-burn block, in hex; the node tells it to all when it holds (consensus.md 8). */
  readonly submitClaim: (claim: string) => Promise<ClaimAnswer>
  /** Versions of the configuration and proposals, as this node sees them. */
  readonly configuration: () => Promise<NodeConfiguration>
  /** Version 0 and the proposals that blocks voted for: with these the chain can be judged from its bytes. */
  readonly configurationDocuments: () => Promise<ConfigurationDocuments>
  /** Judges the JSON of a proposal, or of a draft without origin and target; nothing is kept. */
  readonly checkProposal: (document: string) => Promise<ProposalVerdict>
  /** The same, and hands it on to all nodes. */
  readonly propose: (document: string) => Promise<ProposalVerdict>
  /** Votes for a proposal with this node's blocks, stays with the old rules whatever comes, or neither (null). */
  readonly chooseProposal: (chosen: SentQuestion<'chooseProposal'>) => Promise<ChoiceAnswer>
  /** Judges the last blocks again with other values of some parameters. */
  readonly previewConfiguration: (asked: SentQuestion<'previewConfiguration'>) => Promise<PreviewAnswer>
}

/** What a caller can not settle by asking again with other values: no connection, no such method, a broken answer. */
export class NodeCallError extends Error {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
  constructor(code: string, facts: Readonly<Record<string, unknown>>, cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, { cause })
    this.name = 'NodeCallError'
    this.code = code
    this.facts = facts
  }
}

const envelope = z.union([
  z.object({ jsonrpc: z.literal('2.0'), id: z.union([z.number(), z.null()]), result: z.unknown() }),
  z.object({
    jsonrpc: z.literal('2.0'),
    id: z.union([z.number(), z.null()]),
    error: z.object({
      code: z.number(),
      message: z.string(),
      data: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }).optional(),
    }),
  }),
])

const ANSWER_MS = 30_000
/** Somebody waits in front of a sheet that can be signed without the answer. */
const GLANCE_MS = 5_000

/** `token`: of the node, when it wants one; asked before each call. */
export type ClientOptions = {
  readonly fetch?: typeof fetch
  readonly token?: () => string
  /** What travels with each call, such as the trace that it belongs to; asked before it. */
  readonly headers?: () => Readonly<Record<string, string>>
}

/**
 * Speaks JSON-RPC 2.0 with one node, checks every answer. Throws NodeCallError when the node can not be
 * reached, or answers something else than its schema. A refused transaction is an answer of submit(), not an error.
 */
export function openClient(url: string, options: ClientOptions = {}): NodeClient {
  const call = caller(url, options)
  return {
    status: () => call('status', {}, statusAnswer),
    blocks: (range) => call('blocks', range, z.array(blockAnswer)),
    block: (heightOrHash) => call('block', { at: heightOrHash }, blockAnswer.nullable()),
    output: (outpoint) => call('output', outpoint, outputAnswer.nullable()),
    record: (name) => call('record', name, recordAnswer.nullable()),
    roster: (name) => call('roster', { name }, rosterAnswer.nullable()),
    submit: (transactions) => call('submit', { transactions: [...transactions] }, submitAnswer),
    submitMany: (units) =>
      call('submitMany', { units: units.map((unit) => [...unit]) }, z.array(submitAnswer)),
    judgeDraft: (draft) => call('judgeDraft', draft, draftAnswer, GLANCE_MS),
    waitForHeight: (height, timeoutMs) =>
      call('waitForHeight', { height, timeoutMs }, statusAnswer, timeoutMs + ANSWER_MS),
    transaction: (txid) => call('transaction', { txid }, transactionAnswer.nullable()),
    peers: () => call('peers', {}, peersAnswer),
    producer: () => call('producer', {}, producerAnswer),
    members: () => call('members', {}, membersAnswer),
    signShares: (transaction) => call('signShares', { transaction }, sharesAnswer),
    creditStanding: () => call('creditStanding', {}, creditStandingAnswer),
    creditWindows: (amounts) => call('creditWindows', { amounts: amounts.map(String) }, creditWindowsAnswer),
    replaceCreditPolicy: (policy) =>
      call('replaceCreditPolicy', { policy: creditPolicySchema.encode(policy) }, creditStandingAnswer),
    giveNotice: (notice) => call('giveNotice', notice, noticeAnswer),
    submitClaim: (claim) => call('submitClaim', { claim }, claimAnswer),
    configuration: () => call('configuration', {}, configurationAnswer),
    configurationDocuments: () => call('configurationDocuments', {}, documentsAnswer),
    checkProposal: (document) => call('checkProposal', { document }, proposalVerdict),
    propose: (document) => call('propose', { document }, proposalVerdict),
    previewConfiguration: (asked) => call('previewConfiguration', asked, previewAnswer, 3 * ANSWER_MS),
    chooseProposal: (chosen) => call('chooseProposal', chosen, choiceAnswer),
  }
}

function caller(url: string, { fetch: send = fetch, token, headers }: ClientOptions) {
  let id = 0
  return async <M extends Method, S extends z.ZodType>(
    method: M,
    params: SentQuestion<M>,
    schema: S,
    timeoutMs = ANSWER_MS,
  ): Promise<z.infer<S>> => {
    id += 1
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params })
    const answer = await post({ send, url, token: token?.(), headers: headers?.() ?? {} }, body, timeoutMs)
    const parsed = schema.safeParse(answer)
    if (!parsed.success) throw new NodeCallError('answer-malformed', { method }, parsed.error)
    return parsed.data
  }
}

type Place = {
  readonly send: typeof fetch
  readonly url: string
  readonly token: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

async function post(place: Place, body: string, timeoutMs: number): Promise<unknown> {
  const text = await exchange(place, body, timeoutMs)
  const parsed = envelope.safeParse(parseJson(text))
  if (!parsed.success) throw new NodeCallError('answer-malformed', {}, parsed.error)
  if ('error' in parsed.data) {
    const { code, message, data } = parsed.data.error
    throw new NodeCallError(data?.code ?? 'call-failed', data?.facts ?? { code, message })
  }
  return parsed.data.result
}

/** Every question may be asked twice: the same transaction has the same id. So one that meets a connection that the node had just let go is asked again, once. */
async function exchange(place: Place, body: string, timeoutMs: number): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs)
  const ask = () => askOnce(place, { body, signal })
  try {
    return await ask().catch((error: unknown) => (isLetGo(error) ? ask() : Promise.reject(error)))
  } catch (error) {
    throw new NodeCallError('node-unreachable', { url: place.url }, error)
  }
}

async function askOnce(
  { send, url, token, headers: along }: Place,
  init: { readonly body: string; readonly signal: AbortSignal },
): Promise<string> {
  const json = { ...along, 'content-type': 'application/json' }
  const headers = token === undefined ? json : { ...json, authorization: `Bearer ${token}` }
  const response = await send(url, { method: 'POST', headers, ...init })
  return response.text()
}

const LET_GO: readonly unknown[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']
const isLetGo = (error: unknown): boolean =>
  error instanceof TypeError &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  LET_GO.includes(error.cause.code)
