import type { schema } from '@vc/db'

/** Up to where the chain is final, and what time it is. */
export type ChainMoment = { readonly finalHeight: number; readonly nowMs: number }
export type ActState = 'signing' | 'on-its-way' | 'in-block' | 'final' | 'dropped'
type Act = Pick<typeof schema.acts.$inferSelect, 'status' | 'expiresAt'>

/** How far what an act writes is: to be signed, on its way, in the block of a height, final, or come to nothing. */
export function actState(act: Act, height: number | null, { finalHeight, nowMs }: ChainMoment): ActState {
  if (height !== null) return height <= finalHeight ? 'final' : 'in-block'
  if (act.status === 'open') return act.expiresAt.getTime() > nowMs ? 'signing' : 'dropped'
  return act.status === 'submitted' || act.status === 'final' ? 'on-its-way' : 'dropped'
}
