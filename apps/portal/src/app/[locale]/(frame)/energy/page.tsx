import { getTranslations } from 'next-intl/server'
import { EnergyScreen } from '../../../../features/energy/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('energy'))('title') }
}

export default function EnergyPage() {
  return <EnergyScreen />
}
