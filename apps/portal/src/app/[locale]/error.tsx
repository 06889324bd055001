'use client'
import { Button, RefusalNotice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Door } from '../../features/sign-in/index.ts'

/** A page that broke: nothing was changed by looking. */
export default function Broken({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string }
  readonly reset: () => void
}) {
  const t = useTranslations('refusals.internal')
  const frame = useTranslations('frame')
  return (
    <Door>
      <RefusalNotice
        title={t('title')}
        next={t('next')}
        requestId={error.digest}
        action={<Button onClick={reset}>{frame('again')}</Button>}
      />
    </Door>
  )
}
