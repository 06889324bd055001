import type { Permission } from '@vc/api'
import {
  Blocks,
  Building2,
  Copyright,
  Gamepad2,
  HandCoins,
  Handshake,
  Inbox,
  Landmark,
  LockKeyhole,
  type LucideIcon,
  Network,
  Orbit,
  ReceiptText,
  Scale,
  ScanSearch,
  Sprout,
  Stamp,
  Users,
  Zap,
} from 'lucide-react'

export type RailEntry = {
  /** The key of its word in messages/frame.json under `rail`, or of its own namespace as `<namespace>.rail`. */
  readonly key: string
  readonly href: string
  readonly icon: LucideIcon
  /** Shown when the membership has one of these; without it, to every member. */
  readonly permissions?: readonly Permission[]
  /** Its place: the rail is sorted by it. The first five that a member may see are the phone's bottom bar. */
  readonly order: number
}

/**
 * Every screen of the rail. A feature adds itself with one line and the key `rail.<key>` in its messages/frame.json,
 * in the commit that brings its page: there are no dead links.
 * Orders: overview 10, credit 20, rights 30, energy 40, settlement 50, collectives 55, co-op 56, studio 57, staking 58, works 59, communities 60, cheques 61, audit 70, explorer 80, network 90,
 * foundation 85, approvals 95, organisation 100.
 */
export const railEntries: readonly RailEntry[] = [
  { key: 'overview', href: '/overview', icon: Orbit, order: 10 },
  { key: 'credit', href: '/credit', icon: HandCoins, permissions: ['credit.list'], order: 20 },
  {
    key: 'settlement',
    href: '/settlement',
    icon: Scale,
    permissions: ['settlement.list'],
    order: 50,
  },
  { key: 'audit', href: '/audit', icon: ScanSearch, order: 70, permissions: ['audit.run'] },
  { key: 'explorer', href: '/explorer', icon: Blocks, order: 80 },
  { key: 'foundation', href: '/foundation', icon: Landmark, permissions: ['foundation.read'], order: 85 },
  { key: 'rights', href: '/rights', icon: Stamp, permissions: ['right.list'], order: 30 },
  { key: 'energy', href: '/energy', icon: Zap, permissions: ['certificate.list'], order: 40 },
  { key: 'network', href: '/network', icon: Network, permissions: ['network.node'], order: 90 },
  {
    key: 'collectives',
    href: '/collectives',
    icon: Users,
    permissions: ['collective.list'],
    order: 55,
  },
  {
    key: 'communities',
    href: '/communities',
    icon: Handshake,
    permissions: ['collective.list'],
    order: 60,
  },
  { key: 'coop', href: '/co-op', icon: Sprout, permissions: ['coop.list'], order: 56 },
  { key: 'studio', href: '/studio', icon: Gamepad2, permissions: ['studio.list'], order: 57 },
  { key: 'works', href: '/works', icon: Copyright, permissions: ['work.list'], order: 59 },
  { key: 'staking', href: '/staking', icon: LockKeyhole, permissions: ['stake.list'], order: 58 },
  { key: 'cheques', href: '/cheques', icon: ReceiptText, permissions: ['cheque.present'], order: 61 },
  { key: 'approvals', href: '/approvals', icon: Inbox, order: 95 },
  { key: 'organisation', href: '/organisation', icon: Building2, order: 100 },
]

/** Where a height or a 64-digit id leads: the explorer's search page, once that is on the rail. */
export function ledgerSearch(
  text: string,
): { readonly kind: 'block' | 'id'; readonly name: string; readonly href: string } | undefined {
  const height = /^\d{1,10}$/.test(text)
  if (!height && !/^[0-9a-fA-F]{64}$/.test(text)) return undefined
  return {
    kind: height ? 'block' : 'id',
    name: text.toLowerCase(),
    href: `/explorer/search?q=${text.toLowerCase()}`,
  }
}
