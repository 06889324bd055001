import { type Method, type Question, questions } from '@vc/client'
import { block } from './methods/block.ts'
import { blocks } from './methods/blocks.ts'
import {
  checkProposal,
  chooseProposal,
  configuration,
  configurationDocuments,
  previewConfiguration,
  propose,
} from './methods/configuration.ts'
import { creditStanding, creditWindows, replaceCreditPolicy } from './methods/credit-policy.ts'
import { producer, signShares } from './methods/custody.ts'
import { giveNotice } from './methods/give-notice.ts'
import { judgeDraft } from './methods/judge-draft.ts'
import { members } from './methods/members.ts'
import { output } from './methods/output.ts'
import { peers } from './methods/peers.ts'
import { record } from './methods/record.ts'
import { roster } from './methods/roster.ts'
import { status } from './methods/status.ts'
import { submit } from './methods/submit.ts'
import { submitClaim } from './methods/submit-claim.ts'
import { submitMany } from './methods/submit-many.ts'
import { transaction } from './methods/transaction.ts'
import { waitForHeight } from './methods/wait-for-height.ts'
import type { WatchedFace } from './node-face.ts'
import type { Answer, CallAnswer } from './server.ts'

type Methods = { [M in Method]: (node: WatchedFace, question: Question<M>, signal: AbortSignal) => unknown }

const methods: Methods = {
  status,
  blocks,
  block,
  output,
  record,
  roster,
  submit,
  submitMany,
  judgeDraft,
  transaction,
  waitForHeight,
  peers,
  producer,
  members,
  signShares,
  creditStanding,
  creditWindows,
  replaceCreditPolicy,
  giveNotice,
  submitClaim,
  configuration,
  configurationDocuments,
  checkProposal,
  propose,
  chooseProposal,
  previewConfiguration,
}

/** Answers calls for a node. A defect of ours answers `internal`; `onDefect` hears of it and stops the node. */
export function answerFor(node: WatchedFace, onDefect: (error: unknown) => void): Answer {
  return async (method, params, signal) => {
    if (!isMethod(method)) return { refusal: { rpc: -32601, code: 'method-unknown', facts: {} } }
    try {
      return await ask(node, method, params, signal)
    } catch (error) {
      onDefect(error)
      return { refusal: { rpc: -32603, code: 'internal', facts: {} } }
    }
  }
}

const isMethod = (name: string): name is Method => Object.hasOwn(methods, name)

async function ask<M extends Method>(
  node: WatchedFace,
  method: M,
  params: unknown,
  signal: AbortSignal,
): Promise<CallAnswer> {
  const question = questions[method].safeParse(params)
  if (question.success) return { result: await methods[method](node, question.data as Question<M>, signal) }
  const issues = question.error.issues
    .slice(0, 8)
    .map((issue) => ({ at: issue.path.join('.'), code: issue.code }))
  return { refusal: { rpc: -32602, code: 'question-malformed', facts: { issues } } }
}
