import { useLocale, useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { Effect } from './effect-section.tsx'

type Producer = Effect['producers'][number]

/** The organisation that published the producer's terms, the portal's own node, or the beginning of its key. */
export function useProducerName(): (producer: Producer | undefined) => string {
  const t = useTranslations('network.effect')
  const chinese = useLocale() === 'zh-CN'
  return useCallback(
    (producer) => {
      if (!producer) return ''
      const { organisation, isHere, producerKey } = producer
      const key = `${producerKey.slice(0, 6)}…${producerKey.slice(-4)}`
      if (organisation) return chinese ? organisation.nameZh : organisation.name
      return isHere ? t('here', { key }) : key
    },
    [chinese, t],
  )
}
