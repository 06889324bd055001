import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { useProducerName } from '../../staking/index.ts'
import type { Effect } from './effect-section.tsx'

type Producer = Effect['producers'][number]

/** What a chart calls a producer: its organisation, the portal's own node, or the beginning of its key. */
export function useShortName(): (producer: Producer | undefined) => string {
  const t = useTranslations('network.effect')
  const nameOf = useProducerName()
  return useCallback(
    (producer) => {
      if (!producer) return ''
      const key = `${producer.producerKey.slice(0, 6)}…${producer.producerKey.slice(-4)}`
      return nameOf(producer) || (producer.isHere ? t('here', { key }) : key)
    },
    [nameOf, t],
  )
}
