import { getTranslations } from 'next-intl/server'
import { Enrol } from '../../../../../features/sign-in/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('sign-in'))('enrol.steps') }
}

export default async function EnrolPage({ params }: { readonly params: Promise<{ token: string }> }) {
  const { token } = await params
  return <Enrol token={token} />
}
