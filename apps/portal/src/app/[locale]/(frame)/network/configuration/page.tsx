import { getTranslations } from 'next-intl/server'
import { ConfigurationScreen } from '../../../../../features/network/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('configuration'))('title') }
}

export default function ConfigurationPage() {
  return <ConfigurationScreen />
}
