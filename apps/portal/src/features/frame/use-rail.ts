'use client'
import { usePathname } from '../../i18n/navigation.ts'
import { type RailEntry, railEntries } from '../navigation.ts'
import { useSession } from '../session/index.ts'

export type RailLink = RailEntry & { readonly active: boolean }

/** The screens this membership may see, in order, and which one is open. */
export function useRail(): readonly RailLink[] {
  const { may } = useSession()
  const path = usePathname()
  return railEntries
    .filter(({ permissions }) => permissions === undefined || permissions.some(may))
    .toSorted((a, b) => a.order - b.order)
    .map((entry) => ({ ...entry, active: path === entry.href || path.startsWith(`${entry.href}/`) }))
}
