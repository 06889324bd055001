import { getTranslations } from 'next-intl/server'
import { CoopScreen } from '../../../../features/coop/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('coop'))('title') }
}

export default function CoopPage() {
  return <CoopScreen />
}
