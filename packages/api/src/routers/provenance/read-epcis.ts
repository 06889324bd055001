import { ok, type Result, refuse } from '@vc/kernel'
import { type NamedThing, thingsOf } from '@vc/settlement'
import { type BadLine, decodeText, type Encoding } from '@vc/tabular'
import type { z } from 'zod'
import type { ToldFile } from '../../read-file-input.ts'
import { documentSchema, eventSchemas } from './epcis-schema.ts'

/** An event of a document: its number there, its one text (RFC 8785), and the things that it names. */
export type EpcisEvent = {
  readonly number: number
  readonly text: string
  readonly type: keyof typeof eventSchemas
  readonly time: string
  readonly things: readonly NamedThing[]
}
export type EpcisFile = {
  readonly encoding: Encoding
  readonly createdAtSource: string
  readonly events: readonly EpcisEvent[]
  /** `line` is the number of the event; with the event's own text, to be corrected. */
  readonly bad: readonly BadLine[]
}
type FileRefusal = { readonly code: string }

/** Most events of one document, so that one record and its proofs stay small. */
export const MOST_EVENTS = 2_000
const SHOWN_LETTERS = 400

/**
 * Reads an EPCIS 2.0 document: every event is good, or bad with its reason and the field that broke the rule. Refuses
 * `epcis-json` with the line where the text breaks off, `epcis-xml`, `epcis-document` with the field of the envelope,
 * `epcis-too-many`, and what `decodeText` refuses.
 */
export function readEpcis({ bytes, told }: ToldFile): Result<EpcisFile, FileRefusal> {
  const decoded = decodeText(bytes, told)
  if (!decoded.ok) return decoded
  const { text, encoding } = decoded.value
  const parsed = parseJson(text.replace(/^\uFEFF/, ''))
  if (!parsed.ok) return parsed
  const envelope = documentSchema.safeParse(parsed.value)
  if (!envelope.success) return refuse({ code: 'epcis-document', field: pathOf(envelope.error.issues[0]) })
  const { eventList } = envelope.data.epcisBody
  if (eventList.length > MOST_EVENTS) return refuse({ code: 'epcis-too-many', most: MOST_EVENTS })
  return ok({ encoding, createdAtSource: envelope.data.creationDate, ...readEvents(eventList) })
}

function parseJson(text: string): Result<unknown, FileRefusal> {
  try {
    return ok(JSON.parse(text, exactNumbers))
  } catch {
    if (text.trimStart().startsWith('<')) return refuse({ code: 'epcis-xml' })
    return refuse({ code: 'epcis-json', line: text.slice(0, breakOf(text)).split('\n').length })
  }
}

/** Where a text stops being JSON. The parser does not tell the place of every fault, so the shortest beginning with one is sought. */
function breakOf(text: string): number {
  let [good, bad] = [0, text.length]
  while (good < bad) {
    const half = (good + bad) >> 1
    if (isBeginning(text.slice(0, half + 1))) good = half + 1
    else bad = half
  }
  return good
}

/** Whether a text could go on to be JSON: it is whole, or what is wrong with it is only that it ends. */
function isBeginning(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const { message } = error as SyntaxError
    const at = /position (\d+)/.exec(message)?.[1]
    return at === undefined ? message.startsWith('Unexpected end') : Number(at) >= text.length
  }
}

/** A number that JavaScript can not hold as it stands is none: it would be recorded as another one. */
function exactNumbers(
  this: unknown,
  _: string,
  value: unknown,
  { source }: { source?: string } = {},
): unknown {
  if (typeof value !== 'number' || source === undefined) return value
  return digitsOf(source) === digitsOf(String(value)) ? value : Number.NaN
}

/** What of a number does not hang on how it is written: 1.50, 15e-1 and 1.5 have the digits 15. */
const digitsOf = (number: string): string =>
  number
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '')

function readEvents(list: readonly unknown[]): Pick<EpcisFile, 'events' | 'bad'> {
  const first = new Map<string, number>()
  const events: EpcisEvent[] = []
  const bad: BadLine[] = []
  for (const [at, raw] of list.entries()) {
    const read = readEvent(raw, at + 1)
    const known =
      'text' in read
        ? idsOf(read, raw)
            .map((id) => first.get(id))
            .find((n) => n !== undefined)
        : undefined
    if ('text' in read) for (const id of idsOf(read, raw)) first.set(id, first.get(id) ?? at + 1)
    if (!('text' in read)) bad.push(read)
    else if (known === undefined) events.push(read)
    else bad.push(badEvent(raw, at + 1, { code: 'event-repeated', facts: { first: known } }))
  }
  return { events, bad }
}

/** An event is known again by its own id, and by its text. */
const idsOf = ({ text }: EpcisEvent, raw: unknown): readonly string[] => {
  const id = isRecord(raw) ? raw.eventID : undefined
  return typeof id === 'string' ? [text, `id ${id}`] : [text]
}

type Reason = Pick<BadLine, 'code'> & Partial<Pick<BadLine, 'column' | 'facts'>>
const badEvent = (raw: unknown, line: number, reason: Reason): BadLine => ({
  ...{ line, ...reason },
  cells: [(JSON.stringify(raw) ?? '').slice(0, SHOWN_LETTERS)],
})

function readEvent(raw: unknown, number: number): EpcisEvent | BadLine {
  if (!isRecord(raw)) return badEvent(raw, number, { code: 'event-type', column: 'type' })
  const schema = isEventType(raw.type) ? eventSchemas[raw.type] : undefined
  if (!schema) return badEvent(raw, number, { code: 'event-type', column: 'type' })
  const foreign = Object.keys(raw).find((name) => !(name in schema.shape) && !name.includes(':'))
  if (foreign !== undefined) return badEvent(raw, number, { code: 'event-field', column: foreign })
  const inexact = inexactIn(raw)
  if (inexact !== undefined) return badEvent(raw, number, { code: 'event-number', column: inexact })
  const judged = schema.safeParse(raw)
  if (!judged.success) return badEvent(raw, number, reasonOf(judged.error.issues[0], raw))
  const { type, eventTime: time } = judged.data
  return { number, type, time, text: canonicalText(raw), things: thingsOf(raw) }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isEventType = (type: unknown): type is keyof typeof eventSchemas =>
  typeof type === 'string' && Object.hasOwn(eventSchemas, type)

/** The field with a number that can not be taken as it stands. */
function inexactIn(value: unknown, path = ''): string | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const found = inexactIn(part, path === '' ? name : `${path}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

type Issue = z.core.$ZodIssue
const pathOf = (issue: Issue | undefined): string => (issue?.path ?? []).map(String).join('.') || '@context'

/** Which rule the first fault of an event broke. */
function reasonOf(issue: Issue | undefined, raw: Readonly<Record<string, unknown>>): Reason {
  const column = pathOf(issue)
  if (issue?.message === 'things') return { code: 'event-things', column }
  const isMissing = issue?.message === 'missing' || (issue?.path.length === 1 && raw[column] === undefined)
  return { code: isMissing ? 'event-missing' : 'event-value', column }
}

/** The one text of a JSON value (RFC 8785): keys sorted by UTF-16 units, no spaces, numbers as ECMAScript writes them. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value)
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalText(value[name])}`)
  return `{${fields.join(',')}}`
}
