import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Draft the record of an order, once its commitment is in a block. */
export const publishOrder = defineJob({
  name: 'publish-order',
  payload: z.object({ orderId: z.uuid() }),
  key: ({ orderId }) => orderId,
})

/** Pay an order's contracts when it is funded, or give its pledges back from the deadline on. */
export const advanceOrder = defineJob({
  name: 'advance-order',
  payload: z.object({ orderId: z.uuid() }),
  key: ({ orderId }) => orderId,
})

/** Draft the record of a document of EPCIS events, once its commitment is in a block. */
export const recordEvents = defineJob({
  name: 'record-events',
  payload: z.object({ documentId: z.uuid() }),
  key: ({ documentId }) => documentId,
})
