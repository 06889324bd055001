import { getTranslations } from 'next-intl/server'
import { RightsScreen } from '../../../../features/rights/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('rights'))('title') }
}

export default function RightsPage() {
  return <RightsScreen />
}
