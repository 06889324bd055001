import { parseJson } from '@vc/kernel'
import type { ConfigurationView, Draft, Value } from './use-configuration.ts'

/** What an operator writes of a proposal. Values are texts until they are read. */
export type ProposalForm = {
  readonly titleEn: string
  readonly titleZh: string
  readonly reasonEn: string
  readonly reasonZh: string
  readonly values: readonly { readonly parameter: string; readonly text: string }[]
  readonly start: string
  readonly length: string
  readonly threshold: string
  readonly delay: string
  readonly group: string
  readonly isOnTrial: boolean
}
export type TextField = Exclude<keyof ProposalForm, 'values' | 'isOnTrial'>

/** Where a form is wrong: a field, `what`, or `value-<parameter>`; and the sentence of `form.wrong` that says how. */
export type Wrong = {
  readonly field: string
  readonly word: 'text' | 'nothing' | 'value' | 'same' | 'length' | 'threshold' | 'delay' | 'start'
}

type Bounds = Pick<ConfigurationView, 'parameters' | 'height' | 'protocol'>
const numberOf = ({ parameters }: Bounds, name: string) => Number(parameters[name])

export const emptyForm = (bounds: Bounds): ProposalForm => ({
  ...{ titleEn: '', titleZh: '', reasonEn: '', reasonZh: '', values: [], group: '', isOnTrial: false },
  start: '15',
  length: String(numberOf(bounds, 'voteWindow')),
  threshold: String(numberOf(bounds, 'voteThreshold') / 10),
  delay: String(numberOf(bounds, 'activationDelay')),
})

/** The draft that a form makes at the height of `bounds`, or all that is wrong with it. */
export function readProposal(form: ProposalForm, bounds: Bounds): { draft: Draft } | { wrong: Wrong[] } {
  const read = form.values.map((value) => readValue(value, bounds))
  const wrong = [...wrongTexts(form), ...wrongValues(form, read), ...wrongTimes(form, bounds)]
  if (wrong.length > 0) return { wrong }
  const changes = Object.fromEntries(
    read.flatMap((one) => ('value' in one ? [[one.parameter, one.value]] : [])),
  )
  const from = bounds.height + Number(form.start)
  const to = from + Number(form.length) - 1
  const draft: Draft = {
    title: { en: form.titleEn.trim(), zh: form.titleZh.trim() },
    reason: { en: form.reasonEn.trim(), zh: form.reasonZh.trim() },
    group: form.group.trim() === '' ? null : form.group.trim(),
    vote: { from, to, threshold: Math.round(Number(form.threshold) * 10) },
    from: to + Number(form.delay),
    protocol: bounds.protocol,
    changes,
    trial: form.isOnTrial ? changes : {},
  }
  return { draft }
}

type ReadValue = { readonly parameter: string } & (
  | { readonly value: Value }
  | { readonly word: 'value' | 'same' }
)

/** A text as a value of the kind that the parameter has now. */
function readValue({ parameter, text }: ProposalForm['values'][number], bounds: Bounds): ReadValue {
  const now = bounds.parameters[parameter]
  const value = typeof now === 'string' ? text.trim() : parsed(text)
  const isKind = typeof now === 'object' || typeof value === typeof now
  if (value === undefined || !isKind) return { parameter, word: 'value' }
  return JSON.stringify(value) === JSON.stringify(now) ? { parameter, word: 'same' } : { parameter, value }
}

/** Numbers may be grouped by commas or spaces, as screens write them. */
function parsed(text: string): Value | undefined {
  const plain = /^[\d,\s_]+$/.test(text) ? text.replaceAll(/[,\s_]/g, '') : text
  return parseJson(plain) as Value | undefined
}

function wrongTexts(form: ProposalForm): Wrong[] {
  const fields = ['titleEn', 'titleZh', 'reasonEn', 'reasonZh'] as const
  return fields.filter((field) => form[field].trim() === '').map((field) => ({ field, word: 'text' }))
}

function wrongValues({ values }: ProposalForm, read: readonly ReadValue[]): Wrong[] {
  if (values.length === 0) return [{ field: 'what', word: 'nothing' }]
  return read.flatMap((one) => ('word' in one ? [{ field: `value-${one.parameter}`, word: one.word }] : []))
}

function wrongTimes(form: ProposalForm, bounds: Bounds): Wrong[] {
  const window = numberOf(bounds, 'voteWindow')
  const inside = (text: string, least: number, most: number) =>
    /^\d{1,8}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
  const percent = Number(form.threshold) * 10
  const isShare =
    form.threshold.trim() !== '' && percent >= numberOf(bounds, 'voteThreshold') && percent <= 1_000
  const checks: readonly (readonly [Wrong['word'] & TextField, boolean])[] = [
    ['start', inside(form.start, 1, 1_000_000)],
    ['length', inside(form.length, window, 10 * window)],
    ['threshold', isShare],
    ['delay', inside(form.delay, numberOf(bounds, 'activationDelay'), 10_000_000)],
  ]
  return checks.filter(([, isGood]) => !isGood).map(([field]) => ({ field, word: field }))
}
