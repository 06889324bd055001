import { getTranslations } from 'next-intl/server'
import { BlockScreen } from '../../../../../../features/explorer/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('explorer'))('title') }
}

export default async function BlockPage({ params }: { readonly params: Promise<{ at: string }> }) {
  const { at } = await params
  return <BlockScreen at={/^\d{1,9}$/.test(at) ? Number(at) : at} />
}
