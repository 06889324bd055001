import { getTranslations } from 'next-intl/server'
import { CollectiveScreen } from '../../../../../features/collectives/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('collectives'))('collective') }
}

export default async function CollectivePage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <CollectiveScreen id={(await params).id} />
}
