'use client'
import type { ActLeg } from '@vc/acts'
import { toHex } from '@vc/crypto'
import { parseStandard, VALUE } from '@vc/ledger'
import { Amount, Facts, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { type OwnLot, ownLots, sumOf } from './own-lots.ts'
import type { Vote } from './stages.ts'
import { Payee } from './vote-paper.tsx'

type Props = { readonly vote: Vote; readonly leg: ActLeg; readonly children: ReactNode }

/** A vote on a credit that the collective shall owe, or on its lots: what the bytes make of it, and the vote when they do. */
export function DebtMatter({ vote, leg, children }: Props) {
  const lots = ownLots(leg.transaction.outputs)
  const isOwn = lots.length > 0 && lots.every(({ id }) => id === vote.collective.ledgerId)
  if (!isOwn) return <RefusalView error={new RefusedHere('guarantee-differs')} />
  return (
    <>
      <div className="mb-8">
        <Terms vote={vote} leg={leg} lots={lots} />
      </div>
      {children}
    </>
  )
}

function Terms({ vote, leg, lots }: Omit<Props, 'children'> & { readonly lots: readonly OwnLot[] }) {
  const t = useTranslations('collectives.debt')
  const sum = sumOf(lots)
  const height = Math.min(...lots.map(({ expiryHeight }) => expiryHeight))
  const paid = paidBy(leg)
  return (
    <Section id="debt" title={t('title')} lead={t('lead')}>
      <Facts
        rows={[
          { label: t('owes'), value: <Amount amount={sum} element="debt" /> },
          { label: t('due'), value: t('atHeight', { height }) },
          ...paid.map(({ amount, script }) => ({
            label: t('paid'),
            value: (
              <span className="flex flex-wrap items-baseline gap-x-2">
                <Amount amount={amount} element="value" />{' '}
                {isOf(script, vote) ? t('itself') : <Payee script={script} />}
              </span>
            ),
          })),
        ]}
      />
      <p className="mt-4 max-w-2xl">{t('release')}</p>
      {vote.kind === 'credit' && <p className="mt-2 max-w-2xl text-ink-soft">{t('coin')}</p>}
    </Section>
  )
}

/** What the credit pays: all its value but the mark of its guarantees, and the coin that carries the vote and comes back last. */
const paidBy = ({ transaction }: ActLeg) =>
  transaction.outputs
    .slice(0, -1)
    .filter(({ element, script }) => element === VALUE && parseStandard(script)?.name !== 'record')

function isOf(script: Uint8Array, { collective }: Vote): boolean {
  const parsed = parseStandard(script)
  return parsed?.name === 'collective' && toHex(parsed.id) === collective.ledgerId
}
