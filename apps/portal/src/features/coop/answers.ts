import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Orders = ApiAnswers['coop']['orders']
export type Order = Orders['orders'][number]
export type Pledge = ApiAnswers['coop']['show']['pledges'][number]

export const toneOfOrder: Readonly<Record<Order['state'], StateTone>> = {
  preparing: 'waiting',
  'to-sign': 'waiting',
  recording: 'waiting',
  open: 'plain',
  paying: 'waiting',
  paid: 'plain',
  'paid-final': 'plain',
  returning: 'waiting',
  returned: 'quiet',
  refused: 'refused',
  withdrawn: 'quiet',
}

export const toneOfPledge: Readonly<Record<Pledge['state'], StateTone>> = {
  signing: 'waiting',
  'on-its-way': 'waiting',
  'in-block': 'plain',
  final: 'plain',
  paid: 'plain',
  returned: 'quiet',
  dropped: 'quiet',
}
