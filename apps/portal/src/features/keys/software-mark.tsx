'use client'
import { Tag } from '@vc/ui'
import { Cpu } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** Says of a key that no hardware keeps it; nothing of others. */
export function SoftwareMark({ isSoftware }: { readonly isSoftware: boolean }) {
  const t = useTranslations('frame')
  if (!isSoftware) return null
  return (
    <Tag tone="waiting" icon={<Cpu aria-hidden />}>
      {t('softwareKey')}
    </Tag>
  )
}
