import { getTranslations } from 'next-intl/server'
import { TransactionScreen } from '../../../../../../features/explorer/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('explorer'))('title') }
}

export default async function TransactionPage({ params }: { readonly params: Promise<{ txid: string }> }) {
  return <TransactionScreen txid={(await params).txid} />
}
