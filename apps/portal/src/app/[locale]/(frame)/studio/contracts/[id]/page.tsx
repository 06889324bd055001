import { getTranslations } from 'next-intl/server'
import { ContractScreen } from '../../../../../../features/studio/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('studio.contracts'))('one') }
}

export default async function ContractPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <ContractScreen id={(await params).id} />
}
