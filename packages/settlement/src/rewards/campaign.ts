import type { BookedPoints, PlayEvent } from './points.ts'

/** A studio's campaign: points besides the rule's for each event of a kind, between two heights, until the budget is used up. */
export type Campaign = {
  readonly id: string
  readonly titleId: string
  readonly kind: PlayEvent['kind']
  readonly points: bigint
  readonly budget: bigint
  readonly fromHeight: number
  /** The last height. */
  readonly toHeight: number
  readonly stoppedHeight: number | null
}
export type CampaignState = 'ahead' | 'running' | 'used-up' | 'ended' | 'stopped'

/** How a campaign stands at a height, having given so many points. */
export function campaignState(campaign: Campaign, given: bigint, height: number): CampaignState {
  if (campaign.stoppedHeight !== null) return 'stopped'
  if (height > campaign.toHeight) return 'ended'
  if (campaign.budget - given < campaign.points) return 'used-up'
  return height < campaign.fromHeight ? 'ahead' : 'running'
}

/**
 * What running campaigns book besides for events, in the events' order: to each player the campaign's points whole, or nothing once
 * less than that is left of the budget. `given` is what each campaign has given before.
 */
export function campaignPoints(
  campaigns: readonly Campaign[],
  events: readonly PlayEvent[],
  given: ReadonlyMap<string, bigint>,
): readonly (BookedPoints & { readonly campaignId: string })[] {
  const used = new Map(given)
  return events.flatMap(({ event, titleId, kind, player }) => {
    const campaign = campaigns.find((one) => one.titleId === titleId && one.kind === kind)
    const before = used.get(campaign?.id ?? '') ?? 0n
    if (!campaign || before + campaign.points > campaign.budget) return []
    used.set(campaign.id, before + campaign.points)
    const { id: campaignId, points } = campaign
    return [{ event, titleId, account: player, reason: 'campaign' as const, points, campaignId }]
  })
}
