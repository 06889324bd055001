import { PageHeader } from '@vc/ui'
import { getTranslations } from 'next-intl/server'

export default async function OverviewPage() {
  const t = await getTranslations('frame')
  return <PageHeader title={t('rail.overview')} />
}
