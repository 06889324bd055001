import { getTranslations } from 'next-intl/server'
import { ChangeScreen } from '../../../../../../features/collectives/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('collectives.change'))('title') }
}

export default async function ChangePage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <ChangeScreen id={(await params).id} />
}
