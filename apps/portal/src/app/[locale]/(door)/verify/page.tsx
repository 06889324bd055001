import { getTranslations } from 'next-intl/server'
import { VerifyScreen } from '../../../../features/verify/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('verify'))('title') }
}

export default async function VerifyPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ code?: string | string[] }>
}) {
  const { code } = await searchParams
  return <VerifyScreen {...(typeof code === 'string' ? { code } : {})} />
}
