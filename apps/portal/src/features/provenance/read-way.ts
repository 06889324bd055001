import { fromHex, utf8 } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { EPCIS_TABLE, type NamedThing, thingsOf, verifyEvent } from '@vc/settlement'
import type { ApiAnswers } from '../../trpc/types.ts'
import { type LedgerRecord, type ProofFault, recordInBlock } from '../verify/index.ts'

export type Way = NonNullable<ApiAnswers['provenance']['read']>
type Document = Way['documents'][number]

/** An event of a lot's way, read from its text by this browser, with what came of its proof. */
export type Step = {
  readonly key: string
  readonly type: string
  readonly time: string
  readonly offset: string
  readonly bizStep: string | undefined
  readonly place: string | undefined
  readonly things: readonly NamedThing[]
  readonly proof: Result<true, ProofFault>
  readonly record: LedgerRecord | null
  readonly organisation: Document['organisation']
  readonly signerKey: string
  /** Seconds since 1970 of the block that has it. */
  readonly recordedAt: number | undefined
}

/**
 * The steps of a way in the order of their times. Each event's text is checked under its document's record, which is read
 * out of the bytes of its block; what is shown is read from that very text.
 */
export function readWay(way: Way): readonly Step[] {
  return way.documents.flatMap(stepsOf).sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
}

function stepsOf(document: Document): readonly Step[] {
  const record = recordInBlock(document.record, EPCIS_TABLE)
  return document.events.map(({ text, index, proof }) => {
    const stands = record.ok && verifyEvent(record.value.value, utf8(text), index, proof.map(fromHex))
    const judged: Step['proof'] = !record.ok ? record : stands ? ok(true) : refuse({ code: 'proof-wrong' })
    const { organisation, signerKey } = document
    const place = { record: document.record, recordedAt: document.record?.block?.time }
    return {
      ...readEvent(text),
      ...place,
      organisation,
      signerKey,
      proof: judged,
      key: `${signerKey} ${text}`,
    }
  })
}

function readEvent(text: string) {
  const event = JSON.parse(text) as Readonly<Record<string, unknown>>
  const word = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const idOf = (value: unknown) =>
    typeof value === 'object' && value !== null && 'id' in value ? word(value.id) : undefined
  return {
    type: word(event.type) ?? '',
    time: word(event.eventTime) ?? '',
    offset: word(event.eventTimeZoneOffset) ?? 'Z',
    bizStep: word(event.bizStep)?.replace(/^.*[:/-]/, ''),
    place: idOf(event.bizLocation) ?? idOf(event.readPoint),
    things: thingsOf(event),
  }
}

/** Where a thing's public page is, of this portal: its GS1 Digital Link. */
export const pathOf = (thing: string): string =>
  `/${thing
    .split('/')
    .map((part, at, all) => (at === 3 ? encodeURIComponent(all.slice(3).join('/')) : at > 3 ? '' : part))
    .filter((part) => part !== '')
    .join('/')}`
