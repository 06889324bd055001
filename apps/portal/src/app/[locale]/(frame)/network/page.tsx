import { getTranslations } from 'next-intl/server'
import { NodeScreen } from '../../../../features/network/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('network'))('title') }
}

export default function NetworkPage() {
  return <NodeScreen />
}
