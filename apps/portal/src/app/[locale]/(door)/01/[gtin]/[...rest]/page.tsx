import { getTranslations } from 'next-intl/server'
import { LotScreen } from '../../../../../../features/provenance/index.ts'

type Params = { readonly params: Promise<{ gtin: string; rest: string[] }> }

/** The name of a lot in its GS1 Digital Link; a lot's own letters come escaped. */
async function thingOf({ params }: Params): Promise<string> {
  const { gtin, rest } = await params
  return ['01', gtin.padStart(14, '0'), ...rest.map(decodeURIComponent)].join('/')
}

export async function generateMetadata(of: Params) {
  const t = await getTranslations('provenance.lot')
  return { title: t('title', { name: (await thingOf(of)).split('/').slice(3).join('/') }) }
}

export default async function LotPage(of: Params) {
  return <LotScreen thing={await thingOf(of)} />
}
