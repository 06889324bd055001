'use client'
import type { ActLeg } from '@vc/acts'
import { Amount, Facts, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { AccountLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { keysLots, type OwnLot, ownLots, sumOf } from './own-lots.ts'
import type { Vote } from './stages.ts'

type Props = { readonly vote: Vote; readonly leg: ActLeg; readonly children: ReactNode }

/**
 * A vote on new lots for old ones, or on another's taking them over: what goes and what comes by the bytes, and the vote when what
 * goes is the collective's own debt and nothing but debt comes, all of one debtor.
 */
export function RestructuringMatter({ vote, leg, children }: Props) {
  const t = useTranslations('collectives.restructuring')
  const old = ownLots(leg.named)
  const written = writtenLots(vote, leg)
  const debtors = new Set(written.map(({ id }) => id))
  const isOwn = old.length > 0 && old.every(({ id }) => id === vote.collective.ledgerId)
  const isWhole = written.length > 0 && written.length === leg.transaction.outputs.length
  const [debtor = ''] = debtors
  const isMeant = isOf(vote, 'transfer') || debtor === vote.collective.ledgerId
  if (!isOwn || !isWhole || debtors.size !== 1 || !isMeant)
    return <RefusalView error={new RefusedHere('guarantee-differs')} />
  return (
    <>
      <div className="mb-8">
        <Section id="restructuring" title={t('matter')} lead={t('matterLead')}>
          <Facts rows={rowsOf(t, vote, old, written)} />
          <p className="mt-4 max-w-2xl">{t(isOf(vote, 'transfer') ? 'beforehandTransfer' : 'beforehand')}</p>
        </Section>
      </div>
      {children}
    </>
  )
}

const isOf = ({ kind }: Vote, wanted: Vote['kind']) => kind === wanted

const writtenLots = (vote: Vote, { transaction: { outputs } }: ActLeg): readonly OwnLot[] =>
  isOf(vote, 'transfer') ? keysLots(outputs) : ownLots(outputs)

function rowsOf(
  t: ReturnType<typeof useTranslations<'collectives.restructuring'>>,
  vote: Vote,
  old: readonly OwnLot[],
  written: readonly OwnLot[],
) {
  const heights = written.map(({ expiryHeight }) => expiryHeight)
  const [first, last] = [Math.min(...heights), Math.max(...heights)]
  const due = first === last ? t('atHeight', { height: first }) : t('between', { first, last })
  const isTransfer = isOf(vote, 'transfer')
  const next = { label: t('next'), value: <AccountLink keyHash={written[0]?.id ?? ''} /> }
  return [
    { label: t('old'), value: <Amount amount={sumOf(old)} element="debt" /> },
    {
      label: t(isTransfer ? 'takesOver' : 'new'),
      value: <Amount amount={sumOf(written)} element="debt" />,
    },
    ...(isTransfer ? [next] : []),
    { label: t('lots'), value: t('count', { old: old.length, written: written.length }) },
    { label: t('due'), value: due },
  ]
}

/** How much is owed anew, or by another from then on, read from the bytes. */
export function RestructuringHeadline({ vote, leg }: Omit<Props, 'children'>) {
  const t = useTranslations('collectives.restructuring')
  const written = writtenLots(vote, leg)
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Amount amount={sumOf(written)} element="debt" />
      <span className="text-base font-normal">
        {t(isOf(vote, 'transfer') ? 'takenOver' : 'headline', { count: written.length })}
      </span>
    </span>
  )
}
