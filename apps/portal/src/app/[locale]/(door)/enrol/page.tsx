import { getLocale } from 'next-intl/server'
import { redirect } from '../../../../i18n/navigation.ts'

/** Invitations may also come as /enrol?token=… */
export default async function EnrolByQuery({
  searchParams,
}: {
  readonly searchParams: Promise<{ token?: string | string[] }>
}) {
  const { token } = await searchParams
  const known = typeof token === 'string' && /^[A-Za-z0-9_-]{43}$/.test(token)
  return redirect({ href: known ? `/enrol/${token}` : '/sign-in', locale: await getLocale() })
}
