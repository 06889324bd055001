import { getTranslations } from 'next-intl/server'
import { SignIn } from '../../../../features/sign-in/index.ts'

export async function generateMetadata() {
  return { title: (await getTranslations('sign-in'))('title') }
}

type Asked = { readonly next?: string | string[]; readonly ended?: string | string[] }

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<Asked> }) {
  const { next, ended } = await searchParams
  return <SignIn next={typeof next === 'string' ? next : undefined} hasEnded={ended !== undefined} />
}
