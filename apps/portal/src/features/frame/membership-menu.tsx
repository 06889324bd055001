'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Menu, useToast } from '@vc/ui'
import { ChevronsUpDown, KeyRound, LogOut } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useRefusalWords } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'

/** For which organisation and in which role one acts now, the others, and the way out. */
export function MembershipMenu() {
  const t = useTranslations('frame')
  const chinese = useLocale() === 'zh-CN'
  const session = useSession()
  const { switchTo, signOut } = useLeaving()
  const nameOf = (of: { organisationName: string; organisationNameZh: string }) =>
    chinese ? of.organisationNameZh : of.organisationName
  const roleOf = (of: { role: string; isAdmin: boolean }) =>
    t(`roles.${of.role}`) + (of.isAdmin ? ` · ${t('membership.admin')}` : '')
  const trigger = (
    <button
      type="button"
      className="-ml-1.5 flex min-h-10 min-w-0 items-center gap-2 rounded-base px-1.5 text-left hover:bg-sunk"
    >
      <span className="min-w-0 leading-tight">
        <span className="sr-only">{t('membership.label')}: </span>
        <span className="block truncate font-strong">{nameOf(session)}</span>
        <span className="block truncate text-small text-ink-soft">{roleOf(session)}</span>
      </span>
      <ChevronsUpDown className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
    </button>
  )
  const memberships = session.memberships.map((membership) => ({
    key: membership.id,
    label: nameOf(membership),
    note: roleOf(membership),
    checked: membership.id === session.membershipId,
    onSelect: () => void switchTo(membership.id),
  }))
  const router = useRouter()
  const own = [
    { key: 'keys', label: t('membership.keys'), icon: <KeyRound />, onSelect: () => router.push('/account') },
    { key: 'out', label: t('membership.signOut'), icon: <LogOut />, onSelect: () => void signOut() },
  ]
  return (
    <Menu
      align="start"
      trigger={trigger}
      groups={[
        { key: 'memberships', label: t('membership.switch'), items: memberships },
        { key: 'own', label: t('membership.signedInAs', { name: session.personName }), items: own },
      ]}
    />
  )
}

function useLeaving() {
  const api = useTRPCClient()
  const locale = useLocale()
  const router = useRouter()
  const queries = useQueryClient()
  const toast = useToast()
  const words = useRefusalWords()
  const say = (error: unknown) =>
    toast({ tone: 'refused', title: words(error).title, detail: words(error).next })
  return {
    async switchTo(membershipId: string) {
      try {
        await api.auth.session.switchMembership.mutate({ membershipId })
        queries.clear()
        router.push('/overview')
        router.refresh()
      } catch (error) {
        say(error)
      }
    },
    async signOut() {
      try {
        await api.auth.logout.mutate()
        // A whole new page: nothing that was read in this session stays in the browser's memory.
        window.location.assign(`/${locale}/sign-in`)
      } catch (error) {
        say(error)
      }
    },
  }
}
