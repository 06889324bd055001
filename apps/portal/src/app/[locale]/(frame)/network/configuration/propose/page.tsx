import { getTranslations } from 'next-intl/server'
import { ProposeScreen } from '../../../../../../features/network/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('configuration.form'))('title') }
}

export default function ProposePage() {
  return <ProposeScreen />
}
