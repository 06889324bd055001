import { getTranslations } from 'next-intl/server'
import { StudioScreen } from '../../../../features/studio/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('studio'))('title') }
}

export default function StudioPage() {
  return <StudioScreen />
}
