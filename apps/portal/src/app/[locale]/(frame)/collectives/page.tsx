import { getTranslations } from 'next-intl/server'
import { CollectivesScreen } from '../../../../features/collectives/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('collectives'))('title') }
}

export default function CollectivesPage() {
  return <CollectivesScreen />
}
