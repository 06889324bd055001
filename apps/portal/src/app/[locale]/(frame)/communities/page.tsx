import { getTranslations } from 'next-intl/server'
import { CommunitiesScreen } from '../../../../features/communities/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('communities'))('title') }
}

export default function CommunitiesPage() {
  return <CommunitiesScreen />
}
