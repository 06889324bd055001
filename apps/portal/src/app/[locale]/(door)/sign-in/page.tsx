import { getTranslations } from 'next-intl/server'
import { SignIn } from '../../../../features/sign-in/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('sign-in'))('title') }
}

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ next?: string | string[] }>
}) {
  const { next } = await searchParams
  return <SignIn next={typeof next === 'string' ? next : undefined} />
}
