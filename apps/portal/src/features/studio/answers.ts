import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Start = ApiAnswers['studio']['start']
export type Contract = ApiAnswers['studio']['contracts'][number]
export type Advance = ApiAnswers['studio']['contract']['advances'][number]
export type Statement = ApiAnswers['studio']['statements'][number]
export type Line = ApiAnswers['studio']['statement']['lines'][number]
export type Modules = ApiAnswers['studio']['modules']
export type Offer = ApiAnswers['studio']['offers'][number]
export type Points = ApiAnswers['studio']['points']
export type Idea = ApiAnswers['studio']['ideas'][number]
export type Funds = NonNullable<ApiAnswers['studio']['contract']['funds']>
export type Forecast = ApiAnswers['studio']['contract']['forecasts'][number]
export type Kin = ApiAnswers['studio']['statement']['kin'][number]
export type Say = ApiAnswers['studio']['feedback']['entries'][number]
export type Campaign = ApiAnswers['studio']['campaigns']['campaigns'][number]
export type Redeemable = ApiAnswers['studio']['redemptions']['offers'][number]
export type Redemption = ApiAnswers['studio']['redemptions']['mine'][number]
export type Item = ApiAnswers['studio']['items'][number]
export type Due = ApiAnswers['studio']['statement']['dues'][number]

export const toneOfContract: Readonly<Record<Contract['state'], StateTone>> = {
  proposed: 'waiting',
  preparing: 'waiting',
  'to-sign': 'waiting',
  lapsed: 'refused',
  recording: 'waiting',
  agreed: 'plain',
  refused: 'refused',
  withdrawn: 'quiet',
}

export const toneOfDue: Readonly<Record<Due['state'], StateTone>> = {
  due: 'plain',
  arrear: 'refused',
  signing: 'waiting',
  'on-its-way': 'waiting',
  paid: 'plain',
  'paid-final': 'plain',
  'credit-asked': 'waiting',
  debt: 'plain',
  'to-set-off': 'waiting',
  'set-off': 'quiet',
}

export const toneOfCampaign: Readonly<Record<Campaign['state'], StateTone>> = {
  ahead: 'waiting',
  running: 'plain',
  'used-up': 'quiet',
  ended: 'quiet',
  stopped: 'quiet',
}

export const toneOfRedemption: Readonly<Record<Redemption['state'], StateTone>> = {
  owed: 'waiting',
  signing: 'waiting',
  'on-its-way': 'waiting',
  paid: 'plain',
}

export const toneOfTrial: Readonly<Record<NonNullable<Offer['trial']>['state'], StateTone>> = {
  trying: 'plain',
  signing: 'waiting',
  'on-its-way': 'waiting',
  bought: 'plain',
  lapsed: 'quiet',
}

/** The name of an organisation in the reader's language. */
export const nameIn = (
  chinese: boolean,
  of: { readonly name: string; readonly nameZh: string } | undefined,
) => (chinese ? of?.nameZh : of?.name) ?? ''
