import { getTranslations } from 'next-intl/server'
import { BlocksScreen } from '../../../../features/explorer/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('explorer'))('title') }
}

export default function BlocksPage() {
  return <BlocksScreen />
}
