import { ok, type Result, refuse } from '@vc/kernel'
import { type BadRow, parseDecimal, type Row, type Table } from '@vc/tabular'
import type { PlayEvent } from './points.ts'

/** What a file of play events is judged by. */
export type EventRules = {
  /** Ids of the titles that the channel has an agreed contract for, by their codes. */
  readonly titles: ReadonlyMap<string, string>
  /** Names of events that were booked before. */
  readonly booked: ReadonlySet<string>
  readonly decimals: number
}
export type EventsRefusal =
  | { readonly code: 'events-columns'; readonly missing: readonly string[] }
  | { readonly code: 'no-rows' }

const COLUMNS = ['event', 'title', 'kind', 'player', 'referrer', 'amount'] as const
const MOST_NAME = 100

/** Reads a channel's play events; every line that books nothing is told with its reason. Taken whole or not at all. */
export function parseEvents(
  table: Table,
  rules: EventRules,
): Result<{ readonly events: readonly PlayEvent[]; readonly bad: readonly BadRow[] }, EventsRefusal> {
  const missing = COLUMNS.filter((column) => !table.columns.includes(column))
  if (missing.length > 0) return refuse({ code: 'events-columns', missing })
  if (table.rows.length === 0 && table.bad.length === 0) return refuse({ code: 'no-rows' })
  const bad: BadRow[] = [...table.bad]
  const events = new Map<string, PlayEvent>()
  for (const row of table.rows) {
    const read = readEvent(row, rules)
    const first = 'kind' in read ? events.get(read.event) : undefined
    if (!('kind' in read)) bad.push(read)
    else if (first)
      bad.push({
        ...{ line: row.line, code: 'row-repeated' },
        facts: { reference: read.event, first: first.line },
      })
    else events.set(read.event, read)
  }
  return ok({ events: [...events.values()], bad: bad.sort((a, b) => a.line - b.line) })
}

const kinds = ['play', 'top-up', 'purchase'] as const
const isAccount = (text: string): boolean => /^[0-9a-f]{40}$/.test(text)

function readEvent({ line, cells }: Row, { titles, booked, decimals }: EventRules): PlayEvent | BadRow {
  const cell = (name: (typeof COLUMNS)[number]) => cells[name] ?? ''
  const fault = (code: string, column: string, facts: Record<string, string | number> = {}): BadRow => ({
    ...{ line, code, column, facts },
  })
  const event = cell('event')
  if (event === '' || event.length > MOST_NAME) return fault('event-name', 'event')
  if (booked.has(event)) return fault('event-booked', 'event', { reference: event })
  const titleId = titles.get(cell('title'))
  if (titleId === undefined) return fault('title-unknown', 'title', { title: cell('title') })
  const kind = kinds.find((one) => one === cell('kind'))
  if (!kind) return fault('event-kind', 'kind')
  const [player, referrer] = [cell('player'), cell('referrer')]
  if (!isAccount(player)) return fault('account-format', 'player')
  if (referrer !== '' && !isAccount(referrer)) return fault('account-format', 'referrer')
  if (referrer === player) return fault('own-referral', 'referrer')
  const amount = kind === 'play' ? 0n : parseDecimal(cell('amount'), { decimals })
  if (typeof amount === 'string') return fault(amount, 'amount', { decimals })
  return { line, event, titleId, kind, player, referrer: referrer === '' ? null : referrer, amount }
}
