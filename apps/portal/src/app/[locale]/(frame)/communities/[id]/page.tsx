import { getTranslations } from 'next-intl/server'
import { UnionScreen } from '../../../../../features/communities/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('communities'))('union') }
}

export default async function UnionPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <UnionScreen id={(await params).id} />
}
