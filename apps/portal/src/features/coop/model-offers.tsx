'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, formatUnits, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'

type Props = { readonly cost: bigint; readonly onChoose: (purpose: string) => void }

/** What authorities approve without a person: the purposes, each one press away, for orders that are small enough. */
export function ModelOffers({ cost, onChoose }: Props) {
  const t = useTranslations('coop.credit')
  const chinese = useLocale() === 'zh-CN'
  const { decimals, locale } = useUi()
  const { data } = useQuery(useTRPC().credit.modelOffers.queryOptions())
  const fitting = (data ?? []).filter(({ mostOrder }) => mostOrder >= cost)
  if (fitting.length === 0) return null
  return (
    <div className="space-y-2 text-small">
      <p className="text-ink-soft">{t('offers')}</p>
      {fitting.map(({ id, title, organisation, purposes, mostOrder, leastScore }) => (
        <div key={id} className="space-y-1">
          <p>
            {t('offer', {
              ...{ title, authority: chinese ? organisation.nameZh : organisation.name, leastScore },
              most: formatUnits(mostOrder, decimals, locale),
            })}
          </p>
          <p className="flex flex-wrap gap-2">
            {purposes.map((purpose) => (
              <Button key={purpose} size="small" onClick={() => onChoose(purpose)}>
                {purpose}
              </Button>
            ))}
          </p>
        </div>
      ))}
    </div>
  )
}
