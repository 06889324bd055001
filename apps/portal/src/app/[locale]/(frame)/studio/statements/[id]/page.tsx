import { getTranslations } from 'next-intl/server'
import { StatementScreen } from '../../../../../../features/studio/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('studio.statements'))('one') }
}

export default async function StatementPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <StatementScreen id={(await params).id} />
}
