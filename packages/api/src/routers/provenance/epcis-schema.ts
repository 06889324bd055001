import { z } from 'zod'

/**
 * What EPCIS 2.0 (GS1, JSON/JSON-LD binding) asks of the documents that are taken here: ObjectEvent, AggregationEvent and
 * TransformationEvent. Names that are no names of the standard need a prefix, as the standard's own schema asks.
 */

const uri = z.string().regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/, 'uri')
/** A word of the Core Business Vocabulary, or an identifier of one's own. */
const word = z.string().regex(/^(?:[a-z][a-z0-9_]*|[A-Za-z][A-Za-z0-9+.-]*:\S+)$/, 'word')
const time = z.iso.datetime({ offset: true })
const offset = z.string().regex(/^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/, 'offset')
const place = z.looseObject({ id: uri })
const quantities = z.array(
  z
    .looseObject({
      epcClass: uri,
      quantity: z.number().positive().optional(),
      uom: z
        .string()
        .regex(/^[A-Z0-9]{2,3}$/, 'uom')
        .optional(),
    })
    .refine(({ quantity, uom }) => uom === undefined || quantity !== undefined, 'uom'),
)
const epcs = z.array(uri)
const pairs = z.array(z.looseObject({ type: word.optional() }))
const action = z.enum(['ADD', 'OBSERVE', 'DELETE'])

const common = {
  '@context': z.unknown().optional(),
  eventTime: time,
  eventTimeZoneOffset: offset,
  recordTime: time.optional(),
  eventID: uri.optional(),
  certificationInfo: z.unknown().optional(),
  errorDeclaration: z.looseObject({ declarationTime: time }).optional(),
  bizStep: word.optional(),
  disposition: word.optional(),
  persistentDisposition: z
    .looseObject({ set: z.array(word).optional(), unset: z.array(word).optional() })
    .optional(),
  readPoint: place.optional(),
  bizLocation: place.optional(),
  bizTransactionList: pairs.optional(),
  sourceList: pairs.optional(),
  destinationList: pairs.optional(),
  sensorElementList: z.array(z.looseObject({})).optional(),
}
const ilmd = z.looseObject({}).optional()

const filled = (...lists: (readonly unknown[] | undefined)[]) => lists.some((list) => (list?.length ?? 0) > 0)

const objectEvent = z
  .looseObject({
    type: z.literal('ObjectEvent'),
    action,
    epcList: epcs.optional(),
    quantityList: quantities.optional(),
    ilmd,
    ...common,
  })
  .refine((event) => filled(event.epcList, event.quantityList), { error: 'things', path: ['epcList'] })

const aggregationEvent = z
  .looseObject({
    type: z.literal('AggregationEvent'),
    action,
    parentID: uri.optional(),
    childEPCs: epcs.optional(),
    childQuantityList: quantities.optional(),
    ...common,
  })
  .refine((event) => event.action === 'OBSERVE' || event.parentID !== undefined, {
    ...{ error: 'missing', path: ['parentID'] },
  })
  .refine((event) => event.action === 'DELETE' || filled(event.childEPCs, event.childQuantityList), {
    ...{ error: 'things', path: ['childEPCs'] },
  })

const transformationEvent = z
  .looseObject({
    type: z.literal('TransformationEvent'),
    transformationID: uri.optional(),
    inputEPCList: epcs.optional(),
    inputQuantityList: quantities.optional(),
    outputEPCList: epcs.optional(),
    outputQuantityList: quantities.optional(),
    ilmd,
    ...common,
  })
  .refine(
    (event) => event.transformationID !== undefined || filled(event.inputEPCList, event.inputQuantityList),
    {
      ...{ error: 'things', path: ['inputEPCList'] },
    },
  )
  .refine(
    (event) => event.transformationID !== undefined || filled(event.outputEPCList, event.outputQuantityList),
    { error: 'things', path: ['outputEPCList'] },
  )

/** By the event's `type`; the two others of the standard tell of orders and devices, not of lots. */
export const eventSchemas = {
  ObjectEvent: objectEvent,
  AggregationEvent: aggregationEvent,
  TransformationEvent: transformationEvent,
} as const

/** The envelope; the events in it are judged one by one. */
export const documentSchema = z.looseObject({
  '@context': z.union([z.string(), z.array(z.unknown()), z.looseObject({})]),
  type: z.literal('EPCISDocument'),
  schemaVersion: z.string().regex(/^2\.\d+(?:\.\d+)?$/, 'version'),
  creationDate: time,
  epcisBody: z.looseObject({ eventList: z.array(z.unknown()).min(1) }),
})
