'use client'
import { Button } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { refusalOf } from '../../trpc/refusal.ts'

type Props = { readonly error: unknown; readonly pending?: boolean; readonly onGo: () => unknown }

/** Beside a refusal for want of capacity: the credit may wait for its window. Nothing beside any other. */
export function HandInAnyway({ error, pending = false, onGo }: Props) {
  const t = useTranslations('credit.apply')
  if (refusalOf(error).code !== 'no-capacity') return null
  return (
    <Button pending={pending} onClick={onGo}>
      {t('queue')}
    </Button>
  )
}
