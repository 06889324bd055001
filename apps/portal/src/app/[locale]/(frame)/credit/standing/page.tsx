import { getTranslations } from 'next-intl/server'
import { StandingScreen } from '../../../../../features/standing/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('standing'))('title') }
}

export default function StandingPage() {
  return <StandingScreen />
}
