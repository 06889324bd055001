import { getTranslations } from 'next-intl/server'
import { VoteScreen } from '../../../../../../features/collectives/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('collectives'))('vote.title') }
}

export default async function VotePage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <VoteScreen id={(await params).id} />
}
