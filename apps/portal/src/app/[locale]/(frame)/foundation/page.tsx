import { getTranslations } from 'next-intl/server'
import { FoundationScreen } from '../../../../features/foundation/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('foundation'))('title') }
}

export default function FoundationPage() {
  return <FoundationScreen />
}
