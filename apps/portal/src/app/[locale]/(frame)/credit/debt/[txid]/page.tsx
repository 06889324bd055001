import { getTranslations } from 'next-intl/server'
import { DebtScreen } from '../../../../../../features/debt/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('debt'))('title') }
}

export default async function DebtPage({ params }: { readonly params: Promise<{ txid: string }> }) {
  return <DebtScreen txid={(await params).txid} />
}
