import { getTranslations } from 'next-intl/server'
import { AccountScreen } from '../../../../../../features/explorer/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('explorer'))('title') }
}

export default async function AccountPage({ params }: { readonly params: Promise<{ keyHash: string }> }) {
  return <AccountScreen keyHash={(await params).keyHash} />
}
