'use client'
import { Tag } from '@vc/ui'
import { Cpu } from 'lucide-react'
import { useTranslations } from 'next-intl'

type Props = {
  readonly isSoftware: boolean
  /** Only the sign, where many stand close: its words are read out and come up under the pointer. */
  readonly compact?: boolean
}

/** Says of a key that no hardware keeps it; nothing of others. */
export function SoftwareMark({ isSoftware, compact = false }: Props) {
  const t = useTranslations('frame')
  if (!isSoftware) return null
  if (compact)
    return (
      <span className="inline-flex self-center text-waiting" title={t('softwareKey')}>
        <Cpu className="size-3.5" aria-hidden />
        <span className="sr-only">{t('softwareKey')}</span>
      </span>
    )
  return (
    <Tag tone="waiting" icon={<Cpu aria-hidden />}>
      {t('softwareKey')}
    </Tag>
  )
}
