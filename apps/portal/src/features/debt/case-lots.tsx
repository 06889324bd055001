'use client'
import { Amount, Section, Status, Tag } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { type Case, standsAs, toneOfLot } from './case.ts'
import { LotDue } from './lot-due.tsx'

const DEBT_LAYER = 1

/** What is still owed, lot by lot; nothing once all is settled. */
export function CaseLots({ data }: { readonly data: Case }) {
  const t = useTranslations('debt')
  const open = data.story.lots.filter(({ standing }) => standing !== 'settled')
  if (open.length === 0) return null
  return (
    <Section id="lots" title={t('lots')}>
      <ul className="divide-y border-y">
        {open.map((lot) => (
          <li key={`${lot.txid}:${lot.index}`} className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2">
            <Amount amount={lot.amount} element="debt" />
            <Status tone={toneOfLot[standsAs(lot)]}>{t(`standing.${standsAs(lot)}`)}</Status>
            <LotDue lot={lot} data={data} />
            {lot.layer === DEBT_LAYER && <Tag tone="quiet">{t('inDebtLayer')}</Tag>}
            {lot.kept && <Tag tone="quiet">{t('isKept')}</Tag>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
