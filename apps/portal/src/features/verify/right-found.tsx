'use client'
import { Facts } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { checkRight, type FoundRight } from './check-proof.ts'
import { Verdict } from './verdict.tsx'

/** A registered right with the browser's own proof of it. */
export function RightFound({ found }: { readonly found: FoundRight }) {
  const t = useTranslations('rights')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const proof = useMemo(() => checkRight(found), [found])
  const { right, issuer } = found
  return (
    <article className="space-y-3 border-y py-4">
      <Verdict code={found.code} proof={proof} record={found.record} />
      <Facts
        rows={[
          { label: t('code'), value: found.code },
          { label: t('work'), value: right.title },
          { label: t('creators'), value: right.creators.join(', ') || '–' },
          { label: t('accession'), value: right.accession },
          { label: t('dated'), value: right.dated || '–' },
          { label: t('issuer'), value: chinese ? issuer.nameZh : issuer.name },
          { label: t('source'), value: t(`sources.${right.source}`) },
          { label: t('owner'), value: right.legalOwner || '–' },
          { label: t('granted'), value: right.uses.map((use) => t(`uses.${use}`)).join(', ') },
          { label: t('evidence'), value: right.evidence || '–' },
          { label: t('broughtAt'), value: format.dateTime(found.registeredAt, 'short') },
        ]}
      />
    </article>
  )
}
