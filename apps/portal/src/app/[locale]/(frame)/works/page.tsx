import { getTranslations } from 'next-intl/server'
import { WorksScreen } from '../../../../features/works/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('works'))('title') }
}

export default function WorksPage() {
  return <WorksScreen />
}
