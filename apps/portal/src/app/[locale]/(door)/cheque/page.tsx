import { getTranslations } from 'next-intl/server'
import { CheckScreen } from '../../../../features/cheques/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('cheques'))('check.title') }
}

export default function ChequePage() {
  return <CheckScreen />
}
