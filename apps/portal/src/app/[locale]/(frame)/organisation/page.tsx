import { getTranslations } from 'next-intl/server'
import { OrganisationScreen } from '../../../../features/organisation/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('organisation'))('title') }
}

export default function OrganisationPage() {
  return <OrganisationScreen />
}
