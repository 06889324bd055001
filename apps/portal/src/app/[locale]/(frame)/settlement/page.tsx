import { getTranslations } from 'next-intl/server'
import { SettlementScreen } from '../../../../features/settlement/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('settlement'))('title') }
}

export default function SettlementPage() {
  return <SettlementScreen />
}
