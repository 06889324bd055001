import { getTranslations } from 'next-intl/server'
import { ChainScreen } from '../../../../../../features/communities/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('communities'))('chains.one') }
}

type Props = { readonly params: Promise<{ chainId: string }> }

export default async function ChainPage({ params }: Props) {
  return <ChainScreen chainId={(await params).chainId} />
}
