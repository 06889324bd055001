'use client'
import type { ActLeg } from '@vc/acts'
import { DEBT_LAYER, VALUE } from '@vc/ledger'
import { Amount, Facts, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { ownLots, sumOf } from './own-lots.ts'
import type { Vote } from './stages.ts'

type Props = { readonly vote: Vote; readonly leg: ActLeg; readonly children: ReactNode }

/** A vote on paying lots back: what the bytes clear and what it takes, and the vote when all of it is the collective's own debt. */
export function RepaymentMatter({ vote, leg, children }: Props) {
  const t = useTranslations('collectives.debts')
  const lots = ownLots(leg.named)
  const isOwn = lots.length > 0 && lots.every(({ id }) => id === vote.collective.ledgerId)
  if (!isOwn) return <RefusalView error={new RefusedHere('guarantee-differs')} />
  const cleared = sumOf(lots)
  const given = sumOf(leg.named.filter(({ element }) => element === VALUE))
  const left = sumOf(leg.transaction.outputs)
  // In the debt layer nothing comes back to circulation.
  const isLocking = leg.transaction.layer === DEBT_LAYER
  return (
    <>
      <div className="mb-8">
        <Section id="repayment" title={t('matter')} lead={t('matterLead')}>
          <Facts
            rows={[
              { label: t('cleared'), value: <Amount amount={cleared} element="debt" /> },
              { label: t('lots'), value: lots.length },
              { label: t('takes'), value: <Amount amount={given - left} element="value" /> },
              ...(isLocking ? [{ label: t('locks'), value: <Amount amount={left} element="value" /> }] : []),
            ]}
          />
          {isLocking && <p className="mt-4 max-w-2xl">{t('lockNote')}</p>}
        </Section>
      </div>
      {children}
    </>
  )
}

/** How much of its debt the collective pays back, read from the bytes. */
export function RepaymentHeadline({ leg }: { readonly leg: ActLeg }) {
  const t = useTranslations('collectives.debts')
  const lots = ownLots(leg.named)
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Amount amount={sumOf(lots)} element="debt" />
      <span className="text-base font-normal">{t('headline', { count: lots.length })}</span>
    </span>
  )
}
