import { getTranslations } from 'next-intl/server'
import { TreeScreen } from '../../../../../features/accounts/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('accounts'))('title') }
}

export default async function AccountTreePage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <TreeScreen id={(await params).id} />
}
