import { getTranslations } from 'next-intl/server'
import { PublicWork } from '../../../../../features/works/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('works'))('work') }
}

type Asked = {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<{ by?: string | string[] }>
}

export default async function PublicWorkPage({ params, searchParams }: Asked) {
  const { by } = await searchParams
  return <PublicWork id={(await params).id} sharer={typeof by === 'string' ? by : undefined} />
}
