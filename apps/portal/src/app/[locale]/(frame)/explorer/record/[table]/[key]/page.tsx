import { getTranslations } from 'next-intl/server'
import { RecordScreen } from '../../../../../../../features/explorer/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('explorer'))('title') }
}

export default async function RecordPage({
  params,
}: {
  readonly params: Promise<{ table: string; key: string }>
}) {
  const { table, key } = await params
  return <RecordScreen table={decodeURIComponent(table)} recordKey={key} />
}
