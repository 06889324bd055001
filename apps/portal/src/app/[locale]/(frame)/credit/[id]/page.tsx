import { getTranslations } from 'next-intl/server'
import { ReviewScreen } from '../../../../../features/credit/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('credit'))('application') }
}

export default async function ReviewPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <ReviewScreen id={(await params).id} />
}
