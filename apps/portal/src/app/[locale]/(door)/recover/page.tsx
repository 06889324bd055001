import { getTranslations } from 'next-intl/server'
import { Recover } from '../../../../features/sign-in/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('sign-in'))('recovery.title') }
}

export default function RecoverPage() {
  return <Recover />
}
