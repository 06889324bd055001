/** What a player did, as a channel reports it. Accounts are HASH160 in hex; `amount` in smallest units, 0 for play. */
export type PlayEvent = {
  readonly line: number
  /** The channel's own name of it: what is reported twice under one name was one event. */
  readonly event: string
  readonly titleId: string
  readonly kind: 'play' | 'top-up' | 'purchase'
  readonly player: string
  readonly referrer: string | null
  readonly amount: bigint
}
export type PointReason = PlayEvent['kind'] | 'referral' | 'campaign'
/** Points that an event books to an account. They can not be handed on. */
export type BookedPoints = {
  readonly event: string
  readonly titleId: string
  readonly account: string
  readonly reason: PointReason
  readonly points: bigint
}

/** The stated rule: a point for play, one for each whole unit topped up or spent, ten to who referred a player that does so. */
export const PLAY_POINTS = 1n
export const REFERRAL_POINTS = 10n

/** What an event books: to the player, and to the referrer where the player pays. Less than a whole unit books nothing to the player. */
export function pointsOf(
  { event, titleId, kind, player, referrer, amount }: PlayEvent,
  decimals: number,
): readonly BookedPoints[] {
  const points = kind === 'play' ? PLAY_POINTS : amount / 10n ** BigInt(decimals)
  const own = { event, titleId, account: player, reason: kind, points }
  const friend = {
    event,
    titleId,
    account: referrer ?? '',
    reason: 'referral',
    points: REFERRAL_POINTS,
  } as const
  return [...(points > 0n ? [own] : []), ...(referrer !== null && kind !== 'play' ? [friend] : [])]
}
