import { Hash } from '@vc/ui'
import { useLocale } from 'next-intl'
import { type ReactNode, useCallback } from 'react'

type Named = {
  readonly producerKey: string
  readonly organisation: { readonly name: string; readonly nameZh: string } | null
}

/** The organisation that published a producer's terms, in the reader's language; empty when nobody did. */
export function useProducerName(): (producer: Named) => string {
  const chinese = useLocale() === 'zh-CN'
  return useCallback(
    ({ organisation }) => (organisation ? (chinese ? organisation.nameZh : organisation.name) : ''),
    [chinese],
  )
}

/** A producer in a row of a table: its organisation, its key, and what is to be said of it. */
export function ProducerName({
  producer,
  children,
}: {
  readonly producer: Named
  readonly children?: ReactNode
}) {
  const nameOf = useProducerName()
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {nameOf(producer)} <Hash hash={producer.producerKey} />
      {children}
    </span>
  )
}
