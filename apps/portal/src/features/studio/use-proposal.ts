'use client'
import { formatAmount } from '@vc/ledger'
import { useUi } from '@vc/ui'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { Contract, Start } from './answers.ts'
import { mustBeComplete, RATE_DECIMALS, rateOf, type TermsText, type TierText, termsOf } from './terms-of.ts'

type Typed = { readonly target: { readonly value: string } }

const rateText = (rate: number): string => formatAmount(BigInt(rate), RATE_DECIMALS)

/** What somebody writes into the proposal of a contract or of its next version, and how it is sent. */
export function useProposal(start: Start, of: Contract | undefined) {
  const api = useTRPCClient()
  const { decimals } = useUi()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [head, setHead] = useState(() => headOf(start, of, decimals))
  const [tiers, setTiers] = useState<readonly TierText[]>(() => tiersOf(of, decimals))
  const say = (field: keyof Head) => (event: Typed) =>
    setHead((now) => ({ ...now, [field]: event.target.value }))
  const sayTier = (key: string, field: keyof TierText) => (event: Typed) =>
    setTiers(tiers.map((tier) => (tier.key === key ? { ...tier, [field]: event.target.value } : tier)))
  const send = () => {
    const { titleId, publisherId, channelId, account } = head
    mustBeComplete({ titleId, publisherId, channelId, account }, head, tiers)
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

type Head = TermsText & Readonly<Record<'titleId' | 'publisherId' | 'channelId' | 'account', string>>

function headOf(start: Start, of: Contract | undefined, decimals: number): Head {
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

const tiersOf = (of: Contract | undefined, decimals: number): readonly TierText[] =>
  of?.terms.tiers.map(({ from, studio, publisher }) => ({
    ...{ key: crypto.randomUUID(), from: formatAmount(from, decimals) },
    ...{ studio: rateText(studio), publisher: rateText(publisher) },
  })) ?? [{ ...emptyTier(), from: '0' }]
