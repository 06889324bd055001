import { may, type Permission, permissions } from '@vc/api'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Frame } from '../../../features/frame/index.ts'
import { pageCaller } from '../../../server/context.ts'
import { PATH_HEADER } from '../../../server/path-header.ts'
import { doorPath } from '../../../trpc/door-path.ts'

/** Every screen in here is behind sign-in. The API decides on each call again. */
export default async function FrameLayout({ children }: { readonly children: ReactNode }) {
  const session = await (await pageCaller()).auth.session.me()
  if (!session) return redirect(await toTheDoor())
  const granted = (Object.keys(permissions) as Permission[]).filter((permission) => may(session, permission))
  return <Frame session={{ ...session, permissions: granted }}>{children}</Frame>
}

/** Who has no session goes to the door and comes back from it; a cookie that opens nothing is of a session that ended. */
async function toTheDoor(): Promise<string> {
  const language = await getLocale()
  const from = (await headers()).get(PATH_HEADER) ?? `/${language}/overview`
  return doorPath({ language, from, hasEnded: (await cookies()).has('__Host-sid') })
}
