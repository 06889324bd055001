'use client'
import { formatAmount, parseAmount } from '@vc/ledger'
import type { RoyaltyTerms } from '@vc/settlement'
import { useUi } from '@vc/ui'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { Contract, Start } from './answers.ts'

type TierText = {
  readonly key: string
  readonly from: string
  readonly studio: string
  readonly publisher: string
}
type Typed = { readonly target: { readonly value: string } }

/** Hundredths of a percent, as terms have them, are percent with two decimals. */
const RATE_DECIMALS = 2
const rateText = (rate: number): string => formatAmount(BigInt(rate), RATE_DECIMALS)

/** What somebody writes into the proposal of a contract or of its next version, and how it is sent. */
export function useProposal(start: Start, of: Contract | undefined) {
  const api = useTRPCClient()
  const { decimals } = useUi()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [head, setHead] = useState(() => headOf(start, of, decimals))
  const [tiers, setTiers] = useState<readonly TierText[]>(() => tiersOf(of, decimals))
  const say = (field: keyof typeof head) => (event: Typed) =>
    setHead((now) => ({ ...now, [field]: event.target.value }))
  const sayTier = (key: string, field: keyof TierText) => (event: Typed) =>
    setTiers(tiers.map((tier) => (tier.key === key ? { ...tier, [field]: event.target.value } : tier)))
  const send = () => {
    const { titleId, publisherId, channelId, account } = head
    if ([titleId, publisherId, channelId, account.trim()].includes(''))
      throw new RefusedHere('contract-incomplete')
    const terms = termsOf(head, tiers, decimals)
    return api.studio.propose.mutate({ commandKey, titleId, publisherId, channelId, account, terms })
  }
  return {
    ...{ head, say, tiers, sayTier, send },
    addTier: () => setTiers([...tiers, emptyTier()]),
    removeTier: (key: string) => setTiers(tiers.filter((tier) => tier.key !== key)),
  }
}
export type Proposal = ReturnType<typeof useProposal>

const emptyTier = (): TierText => ({ key: crypto.randomUUID(), from: '', studio: '', publisher: '' })

/** What the channel keeps of a tier, in percent, as it is being written; null while it can not be told. */
export function channelKeeps({ studio, publisher }: TierText): string | null {
  const [one, other] = [rateOf(studio), rateOf(publisher)]
  return one === undefined || other === undefined || one + other > 10_000
    ? null
    : rateText(10_000 - one - other)
}

function headOf(start: Start, of: Contract | undefined, decimals: number) {
  const amount = (units: bigint | undefined) => (units === undefined ? '' : formatAmount(units, decimals))
  const party = (part: string) => of?.parties.find((one) => one.part === part)
  const { validTo = '', platformFee = 0, payDays = 7, guarantee = null, advance = null } = of?.terms ?? {}
  return {
    ...{
      titleId: of?.titleId ?? start.titles[0]?.id ?? '',
      account: party('studio')?.account ?? start.account ?? '',
    },
    publisherId: party('publisher')?.organisationId ?? '',
    channelId: party('channel')?.organisationId ?? '',
    ...{ validFrom: '', validTo, platformFee: rateText(platformFee), payDays: String(payDays) },
    ...{ guarantee: amount(guarantee?.amount), guaranteeDay: guarantee?.day ?? '' },
    ...{ advance: amount(advance?.amount), advanceRate: advance ? rateText(advance.rate) : '' },
  }
}
type Head = ReturnType<typeof headOf>

const tiersOf = (of: Contract | undefined, decimals: number): readonly TierText[] =>
  of?.terms.tiers.map(({ from, studio, publisher }) => ({
    ...{ key: crypto.randomUUID(), from: formatAmount(from, decimals) },
    ...{ studio: rateText(studio), publisher: rateText(publisher) },
  })) ?? [{ ...emptyTier(), from: '0' }]

function rateOf(text: string): number | undefined {
  const rate = parseAmount(text.trim(), RATE_DECIMALS)
  return rate === undefined || rate > 10_000n ? undefined : Number(rate)
}

/** What is written as terms. Refuses `terms-rates`, `terms-amounts`, `terms-incomplete`. */
function termsOf(head: Head, tiers: readonly TierText[], decimals: number): RoyaltyTerms {
  const rate = (text: string) => mustBe(rateOf(text), 'terms-rates')
  const amount = (text: string) => mustBe(parseAmount(text.trim(), decimals), 'terms-amounts')
  if (head.validFrom === '' || head.validTo === '' || !/^\d{1,2}$/.test(head.payDays.trim()))
    throw new RefusedHere('terms-incomplete')
  const isHalf = (one: string, other: string) => (one.trim() === '') !== (other.trim() === '')
  if (isHalf(head.guarantee, head.guaranteeDay) || isHalf(head.advance, head.advanceRate))
    throw new RefusedHere('terms-incomplete')
  const { validFrom, validTo } = head
  return {
    ...{ validFrom, validTo, payDays: Number(head.payDays), platformFee: rate(head.platformFee) },
    tiers: tiers.map(({ from, studio, publisher }) => ({
      ...{ from: amount(from), studio: rate(studio), publisher: rate(publisher) },
    })),
    guarantee:
      head.guarantee.trim() === '' ? null : { amount: amount(head.guarantee), day: head.guaranteeDay },
    advance:
      head.advance.trim() === '' ? null : { amount: amount(head.advance), rate: rate(head.advanceRate) },
  }
}

function mustBe<Value>(value: Value | undefined, code: string): Value {
  if (value === undefined) throw new RefusedHere(code)
  return value
}
