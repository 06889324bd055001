import { getTranslations } from 'next-intl/server'
import { SearchScreen } from '../../../../../features/explorer/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('explorer'))('title') }
}

export default async function SearchPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ q?: string | string[] }>
}) {
  const { q } = await searchParams
  return <SearchScreen key={String(q)} text={typeof q === 'string' ? q : ''} />
}
