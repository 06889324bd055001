import { getTranslations } from 'next-intl/server'
import { PublicScore } from '../../../../../features/standing/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('standing'))('public.title') }
}

export default async function ScorePage({ params }: { readonly params: Promise<{ readonly key: string }> }) {
  return <PublicScore subject={(await params).key} />
}
