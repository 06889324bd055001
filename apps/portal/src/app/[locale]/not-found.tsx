import { EmptyState } from '@vc/ui'
import { getTranslations } from 'next-intl/server'
import { Link } from '../../i18n/navigation.ts'

export default async function NotFound() {
  const t = await getTranslations('frame.missing')
  return (
    <main className="mx-auto max-w-2xl px-5 py-24">
      <EmptyState
        title={t('title')}
        action={
          <Link className="underline" href="/overview">
            {t('back')}
          </Link>
        }
      >
        {t('lead')}
      </EmptyState>
    </main>
  )
}
