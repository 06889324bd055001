import { getTranslations } from 'next-intl/server'
import { BatchScreen } from '../../../../../features/rights/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('rights'))('title') }
}

export default async function BatchPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <BatchScreen batchId={(await params).id} />
}
