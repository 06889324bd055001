'use client'
import type { ActLeg } from '@vc/acts'
import { Amount, Facts, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { type OwnLot, ownLots, sumOf } from './own-lots.ts'
import type { Vote } from './stages.ts'

type Props = { readonly vote: Vote; readonly leg: ActLeg; readonly children: ReactNode }

/** A vote on new lots for old ones: what goes and what comes by the bytes, and the vote when all of it is the collective's own debt. */
export function RestructuringMatter({ vote, leg, children }: Props) {
  const t = useTranslations('collectives.restructuring')
  const [old, written] = [ownLots(leg.named), ownLots(leg.transaction.outputs)]
  const { outputs } = leg.transaction
  const isOwn = [...old, ...written].every(({ id }) => id === vote.collective.ledgerId)
  const isDebtAlone = old.length > 0 && written.length > 0 && written.length === outputs.length
  if (!isOwn || !isDebtAlone) return <RefusalView error={new RefusedHere('guarantee-differs')} />
  return (
    <>
      <div className="mb-8">
        <Section id="restructuring" title={t('matter')} lead={t('matterLead')}>
          <Facts rows={rowsOf(t, old, written)} />
          <p className="mt-4 max-w-2xl">{t('beforehand')}</p>
        </Section>
      </div>
      {children}
    </>
  )
}

function rowsOf(
  t: ReturnType<typeof useTranslations<'collectives.restructuring'>>,
  old: readonly OwnLot[],
  written: readonly OwnLot[],
) {
  const heights = written.map(({ expiryHeight }) => expiryHeight)
  const [first, last] = [Math.min(...heights), Math.max(...heights)]
  return [
    { label: t('old'), value: <Amount amount={sumOf(old)} element="debt" /> },
    { label: t('new'), value: <Amount amount={sumOf(written)} element="debt" /> },
    { label: t('lots'), value: t('count', { old: old.length, written: written.length }) },
    {
      label: t('due'),
      value: first === last ? t('atHeight', { height: first }) : t('between', { first, last }),
    },
  ]
}

/** How much the collective owes anew, read from the bytes. */
export function RestructuringHeadline({ leg }: { readonly leg: ActLeg }) {
  const t = useTranslations('collectives.restructuring')
  const written = ownLots(leg.transaction.outputs)
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Amount amount={sumOf(written)} element="debt" />
      <span className="text-base font-normal">{t('headline', { count: written.length })}</span>
    </span>
  )
}
