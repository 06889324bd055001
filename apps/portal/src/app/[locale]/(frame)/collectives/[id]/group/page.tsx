import { getTranslations } from 'next-intl/server'
import { GroupScreen } from '../../../../../../features/collectives/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('collectives.group'))('title') }
}

export default async function GroupPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <GroupScreen id={(await params).id} />
}
