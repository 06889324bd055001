import { getTranslations } from 'next-intl/server'
import { ChequesScreen } from '../../../../features/cheques/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('cheques'))('title') }
}

export default function ChequesPage() {
  return <ChequesScreen />
}
