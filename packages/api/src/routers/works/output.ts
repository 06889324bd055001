import { permittedUses } from '@vc/nfr'
import { z } from 'zod'
import { actStateOutput, namesOutput, recordOutput } from '../../output.ts'

const row = { id: z.string(), createdAt: z.date() }
const onItsWay = { txid: z.string(), state: actStateOutput }

const draft = z.strictObject({
  ...{ ...row, fingerprint: z.string(), note: z.string() },
  ...{ state: actStateOutput, number: z.int(), record: recordOutput },
})
const tip = z.strictObject({ ...row, ...onItsWay, amount: z.bigint(), note: z.string() })
const sale = z.strictObject({
  ...{ id: z.string(), uses: z.array(z.enum(permittedUses)).readonly(), territory: z.string() },
  ...{ days: z.int(), count: z.int(), price: z.bigint(), reward: z.bigint() },
  ...{ ...onItsWay, resale: z.int().optional(), left: z.int() },
})
const resale = z.strictObject({
  ...{ ...row, price: z.bigint(), days: z.int(), isMine: z.boolean() },
  state: z.enum(['open', 'taken', 'on-its-way', 'in-block', 'final', 'withdrawn', 'gone']),
  refusal: z.strictObject({ code: z.string() }).nullable(),
})
const contribution = z.strictObject({
  ...{ id: z.string(), name: z.string(), fingerprint: z.string(), note: z.string() },
  ...{ ...onItsWay, isMine: z.boolean(), creditTxid: z.string().nullable() },
  taken: z.enum(['paying', 'paid']).nullable(),
})
const task = z.strictObject({
  ...{ id: z.string(), title: z.string(), brief: z.string(), reward: z.bigint(), places: z.int() },
  ...{ deadline: z.int(), ...onItsWay, isPast: z.boolean(), left: z.int(), isOpen: z.boolean() },
  contributions: z.array(contribution),
})
const right = z.strictObject({
  ...{ code: z.string(), title: z.string(), height: z.int().nullable(), issuer: namesOutput },
})
const order = z.strictObject({ id: z.string(), title: z.string(), need: z.bigint(), deadline: z.int() })
const review = z.strictObject({
  ...{ ...row, stars: z.int(), words: z.string(), from: namesOutput, isMine: z.boolean() },
})

/** A work as anybody reads it: nothing of who signed for it in the portal. */
export const workOutput = z
  .strictObject({
    ...{ id: z.string(), title: z.string(), field: z.string(), account: z.string() },
    ...{ organisation: namesOutput, reviewPoints: z.int(), registeredAt: z.date() },
    ...{ isMine: z.boolean(), isMyAccount: z.boolean(), height: z.int(), blocksPerDay: z.number() },
    ...{ drafts: z.array(draft), tips: z.array(tip), sales: z.array(sale), resales: z.array(resale) },
    ...{ rights: z.array(right), orders: z.array(order), tasks: z.array(task), reviews: z.array(review) },
  })
  .nullable()

/** A licence with the transactions that make it one. */
export const licenceOutput = z
  .strictObject({
    ...{ code: z.string(), workId: z.string(), record: recordOutput, purchase: recordOutput },
    ...{ sale: recordOutput, isHandedOn: z.boolean() },
    hands: z.array(z.strictObject({ payment: recordOutput, record: recordOutput })),
  })
  .nullable()
