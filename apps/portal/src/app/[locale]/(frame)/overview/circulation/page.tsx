import { getTranslations } from 'next-intl/server'
import { CirculationScreen } from '../../../../../features/circulation/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('circulation'))('title') }
}

export default function CirculationPage() {
  return <CirculationScreen />
}
