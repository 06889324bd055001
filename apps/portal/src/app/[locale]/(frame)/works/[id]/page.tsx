import { getTranslations } from 'next-intl/server'
import { WorkScreen } from '../../../../../features/works/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('works'))('work') }
}

type Asked = {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<{ by?: string | string[] }>
}

export default async function WorkPage({ params, searchParams }: Asked) {
  const { by } = await searchParams
  return <WorkScreen id={(await params).id} sharer={typeof by === 'string' ? by : undefined} />
}
