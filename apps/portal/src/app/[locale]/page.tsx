import { getLocale } from 'next-intl/server'
import { redirect } from '../../i18n/navigation.ts'

export default async function Home() {
  redirect({ href: '/overview', locale: await getLocale() })
}
