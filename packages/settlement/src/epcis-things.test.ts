import { inclusionProof, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { eventsValue, verifyEvent } from './epcis-record.ts'
import { thingNamed, thingsOf } from './epcis-things.ts'

test.each([
  // The examples of GS1's EPCIS 2.0 and Tag Data Standard.
  ['https://id.gs1.org/01/70614141123451/21/2017', '01/70614141123451/21/2017'],
  ['urn:epc:id:sgtin:0614141.107346.2017', '01/10614141073464/21/2017'],
  ['urn:epc:class:lgtin:4012345.012345.998877', '01/04012345123456/10/998877'],
  ['https://id.gs1.org/01/04012345123456/10/998877', '01/04012345123456/10/998877'],
  ['https://farm.example/shop/01/4012345123456/10/AB%2F1', '01/04012345123456/10/AB/1'],
  ['urn:epc:id:sscc:0614141.1234567890', '00/106141412345678908'],
  ['https://id.gs1.org/00/106141412345678908', '00/106141412345678908'],
  ['urn:epc:id:sgtin:061414.107346.2017', undefined],
  ['urn:uuid:1', undefined],
  ['Rice', undefined],
])('%s names the thing %s', (text, thing) => {
  expect(thingNamed(text)).toBe(thing)
})

test('an event says what it is to each thing that it names', () => {
  const lot = (n: number) => `urn:epc:class:lgtin:4012345.012345.L${n}`
  const event = {
    ...{ type: 'TransformationEvent', inputQuantityList: [{ epcClass: lot(1), quantity: 10, uom: 'KGM' }] },
    ...{ outputQuantityList: [{ epcClass: lot(2) }], inputEPCList: ['urn:epc:id:sgtin:0614141.107346.2017'] },
  }
  expect(thingsOf(event).map(({ thing, part }) => `${part} ${thing.slice(-6)}`)).toEqual([
    'input 1/2017',
    'input /10/L1',
    'output /10/L2',
  ])
  const seen = { type: 'ObjectEvent', action: 'OBSERVE', quantityList: [{ epcClass: lot(2) }] }
  expect(thingsOf(seen)).toMatchObject([{ part: 'seen' }])
  expect(thingsOf({ ...seen, action: 'ADD' })).toMatchObject([{ part: 'output' }])
})

test('an event stands under its record at its own place only, and a changed one does not', () => {
  const events = ['one', 'two', 'three'].map(utf8)
  const value = eventsValue(events, 'ab'.repeat(32))
  const proof = inclusionProof(events, 1)
  expect(verifyEvent(value, utf8('two'), 1, proof)).toBe(true)
  expect(verifyEvent(value, utf8('two!'), 1, proof)).toBe(false)
  expect(verifyEvent(value, utf8('two'), 0, proof)).toBe(false)
  expect(verifyEvent(value.subarray(1), utf8('two'), 1, proof)).toBe(false)
})
