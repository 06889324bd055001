'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, EmptyState, Hash, PageHeader, Section, Skeleton, Stat, StatRow } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { NotShown } from './not-found.tsx'
import { OutputTable } from './output-table.tsx'
import { elementOf, layerOf } from './shown.ts'

/** What stands under one key hash. */
export function AccountScreen({ keyHash }: { readonly keyHash: string }) {
  const t = useTranslations('explorer')
  const chinese = useLocale() === 'zh-CN'
  const { data, error } = useQuery(useTRPC().explorer.account.queryOptions({ keyHash }))
  const owner = data?.owner && (chinese ? data.owner.nameZh : data.owner.name)
  return (
    <>
      <PageHeader
        above={<Link href="/explorer">{t('title')}</Link>}
        title={owner ?? t('accountTitle')}
        lead={<Hash hash={keyHash} />}
      />
      <NotShown error={error} asked={keyHash} />
      {!data && !error && <Skeleton className="h-60" />}
      {data?.outputs.length === 0 && (
        <EmptyState title={t('accountEmpty')}>{t('accountEmptyNext')}</EmptyState>
      )}
      {data && data.outputs.length > 0 && (
        <>
          <StatRow>
            {data.unspent.map(({ layer, element, sum }) => (
              <Stat
                key={`${layer} ${element}`}
                tone={elementOf(element)}
                label={t('unspentIn', { layer: t(`layer.${layerOf(layer)}`) })}
                value={<Amount amount={sum} element={elementOf(element)} />}
              />
            ))}
          </StatRow>
          <Section id="outputs" title={t('outputs')}>
            <OutputTable
              name="account-outputs"
              caption={t('outputs')}
              rows={data.outputs}
              owners={data.owner ? [data.owner] : []}
            />
          </Section>
        </>
      )}
    </>
  )
}
