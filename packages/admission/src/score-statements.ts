import { ok, parseJson, type Result, refuse } from '@vc/kernel'
import { CIRCULATION, canonicalJson, DEBT, VALUE } from '@vc/ledger'
import {
  type KeyOutput,
  outputName,
  type ScoreRules,
  type ScoreStatement,
  scoreInputs,
  scoreOf,
  turnoverBlocks,
} from './score.ts'

export type StatementRefusal =
  /** The key has no such output. */
  | { readonly code: 'statement-output-unknown'; readonly output: string }
  /** It counts as it is stated already, or counts for nothing either way. */
  | { readonly code: 'statement-changes-nothing'; readonly output: string }

/** What can be stated of a key's outputs at a height: lots that count as late, and payments that do not count as turnover. */
export function statableOutputs(
  outputs: readonly KeyOutput[],
  rules: ScoreRules,
  statements: readonly ScoreStatement[],
): readonly { readonly says: ScoreStatement['says']; readonly output: KeyOutput }[] {
  const before = scoreInputs(outputs, 0n, rules, statements)
  const { height } = rules
  return outputs.flatMap((output) => {
    const says = saysOf(output, rules)
    if (says === undefined) return []
    const more = [...statements, { output: outputName(output), says, height }]
    const after = scoreInputs(outputs, 0n, rules, more)
    const isChanged = Object.keys(before).some(
      (key) => before[key as keyof typeof before] !== after[key as keyof typeof after],
    )
    return isChanged ? [{ says, output }] : []
  })
}

/** What could be said of an output of this kind: late debt, or circulating value of the window of turnover. */
function saysOf(output: KeyOutput, rules: ScoreRules): ScoreStatement['says'] | undefined {
  const { element, layer, createdHeight, expiryHeight, spentHeight } = output
  if (createdHeight > rules.height) return undefined
  const end = Math.min(spentHeight ?? rules.height + 1, rules.height + 1)
  if (element === DEBT) return expiryHeight !== null && end >= expiryHeight ? 'in-time' : undefined
  const isRecent = createdHeight > rules.height - turnoverBlocks(rules)
  return element === VALUE && layer === CIRCULATION && isRecent ? 'turnover' : undefined
}

/** Refuses statements of outputs that the key does not have, and those that change nothing of the score's inputs. */
export function checkStatements(
  outputs: readonly KeyOutput[],
  rules: ScoreRules,
  known: readonly ScoreStatement[],
  said: readonly Omit<ScoreStatement, 'height'>[],
): StatementRefusal | undefined {
  const names = new Set(outputs.map(outputName))
  const statable = statableOutputs(outputs, rules, known)
  for (const { output, says } of said) {
    if (!names.has(output)) return { code: 'statement-output-unknown', output }
    const holds = statable.some((one) => outputName(one.output) === output && one.says === says)
    if (!holds) return { code: 'statement-changes-nothing', output }
  }
  return undefined
}

/** The score at a height by the outputs of a key and what was stated of them by then. */
export const scoreAt = (
  outputs: readonly KeyOutput[],
  networkUnpaid: bigint,
  rules: ScoreRules,
  statements: readonly ScoreStatement[],
) => scoreOf(scoreInputs(outputs, networkUnpaid, rules, statements))

/** What was stated of a key, as a file that `vc score` takes: RFC 8785 JSON, so that the same is the same bytes. */
export const statementsFile = (debtKey: string, statements: readonly ScoreStatement[]): Uint8Array =>
  canonicalJson({
    debtKey,
    statements: statements.map(({ height, ...one }) => ({ ...one, height: height.toString() })),
  })

/** Reads such a file. Refuses `statements-unreadable`. */
export function parseStatements(
  text: string,
): Result<
  { readonly debtKey: string; readonly statements: readonly ScoreStatement[] },
  { readonly code: 'statements-unreadable' }
> {
  const read = parseJson(text)
  if (!isObject(read) || typeof read.debtKey !== 'string' || !Array.isArray(read.statements))
    return refuse({ code: 'statements-unreadable' })
  const statements = read.statements.flatMap((one) => statementOf(one) ?? [])
  if (statements.length !== read.statements.length) return refuse({ code: 'statements-unreadable' })
  return ok({ debtKey: read.debtKey, statements })
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function statementOf(one: unknown): ScoreStatement | undefined {
  if (!isObject(one)) return undefined
  const { output, says, height } = one
  const isNamed = typeof output === 'string' && /^[0-9a-f]{64}:\d{1,5}$/.test(output)
  const isDated = typeof height === 'string' && /^\d{1,9}$/.test(height)
  if (!isNamed || !isDated || (says !== 'in-time' && says !== 'turnover')) return undefined
  return { output, says, height: Number(height) }
}
