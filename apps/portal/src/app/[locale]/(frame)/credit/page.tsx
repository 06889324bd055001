import { getTranslations } from 'next-intl/server'
import { CreditScreen } from '../../../../features/credit/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('credit'))('title') }
}

export default function CreditPage() {
  return <CreditScreen />
}
