import { may, type Permission, permissions } from '@vc/api'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Frame } from '../../../features/frame/index.ts'
import { redirect } from '../../../i18n/navigation.ts'
import { pageCaller } from '../../../server/context.ts'

/** Every screen in here is behind sign-in. The API decides on each call again. */
export default async function FrameLayout({ children }: { readonly children: ReactNode }) {
  const session = await (await pageCaller()).auth.session.me()
  if (!session) return redirect({ href: '/sign-in', locale: await getLocale() })
  const granted = (Object.keys(permissions) as Permission[]).filter((permission) => may(session, permission))
  return <Frame session={{ ...session, permissions: granted }}>{children}</Frame>
}
