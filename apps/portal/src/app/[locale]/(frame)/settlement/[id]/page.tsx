import { getTranslations } from 'next-intl/server'
import { BatchScreen } from '../../../../../features/settlement/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('settlement'))('batch') }
}

export default async function BatchPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <BatchScreen id={(await params).id} />
}
