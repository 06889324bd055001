'use client'
import type { Permission, Role } from '@vc/api'
import { createContext, type ReactNode, useContext } from 'react'

export type SessionMembership = {
  readonly id: string
  readonly organisationName: string
  readonly organisationNameZh: string
  readonly role: Role
  readonly isAdmin: boolean
}

/** Who is signed in, as the server says it. What it may do is only a help for screens: the API decides. */
export type Session = {
  readonly personId: string
  readonly personName: string
  readonly membershipId: string
  readonly organisationId: string
  readonly organisationName: string
  readonly organisationNameZh: string
  readonly role: Role
  readonly isAdmin: boolean
  readonly keyLabel: string
  readonly memberships: readonly SessionMembership[]
  readonly permissions: readonly Permission[]
}

const SessionContext = createContext<Session | undefined>(undefined)

export function SessionProvider({
  session,
  children,
}: {
  readonly session: Session
  readonly children: ReactNode
}) {
  return <SessionContext value={session}>{children}</SessionContext>
}

/** The session of the frame: person, active organisation and role, and `may(permission)`. */
export function useSession(): Session & { readonly may: (permission: Permission) => boolean } {
  const session = useContext(SessionContext)
  if (!session) throw new Error('broken invariant: screens behind sign-in stand inside the frame')
  return { ...session, may: (permission) => session.permissions.includes(permission) }
}
