import { getTranslations } from 'next-intl/server'
import { PolicyScreen } from '../../../../../features/network/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('network.policy'))('title') }
}

export default function PolicyPage() {
  return <PolicyScreen />
}
