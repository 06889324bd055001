import { describe, expect, test } from 'vitest'
import { readEpcis } from './read-epcis.ts'

const read = (text: string) => readEpcis({ bytes: new TextEncoder().encode(text) })

describe('a file that is no JSON', () => {
  test.each([
    ['{\n"a": 1,\n}', 3],
    ['[\n1,\n x]', 3],
    ['{\n"a":"b', 2],
    ['{\n"a": tru\n}', 2],
    ['{}\n}', 2],
    ['{\n"a":"\nb"}', 2],
    [' ', 1],
  ])('%j breaks off on line %i', (text, line) => {
    expect(read(text)).toEqual({ ok: false, refusal: { code: 'epcis-json', line } })
  })

  test('one in XML is told as that', () => {
    const refusal = { code: 'epcis-xml' }
    expect(read('\uFEFF<?xml version="1.0"?>\n<epcis:EPCISDocument/>')).toEqual({ ok: false, refusal })
  })
})

/** A document with one event of so many apples. */
const documentOf = (
  quantity: string,
) => `{"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
  "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-01-01T00:00:00Z", "epcisBody": {"eventList": [
  {"type": "ObjectEvent", "action": "ADD", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
   "quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.012345.998877", "quantity": ${quantity}}]}]}}`
const badOf = (quantity: string) => {
  const file = read(documentOf(quantity))
  return file.ok ? file.value.bad.map(({ code, column }) => `${code} ${column}`) : [file.refusal.code]
}

test.each(['200', '1.50', '15e-1', '0.1', '9007199254740991', '1e21'])(
  '%s is recorded as it stands',
  (quantity) => {
    expect(badOf(quantity)).toEqual([])
  },
)

test.each(['9007199254740993', '9223372036854775808', '0.12345678901234567890', '1e400'])(
  '%s would be recorded as another number, and is not taken',
  (quantity) => {
    expect(badOf(quantity)).toEqual(['event-number quantityList.0.quantity'])
  },
)
