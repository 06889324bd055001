'use client'
import { useQuery } from '@tanstack/react-query'
import { useKeptView } from '@vc/ui'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { usePolling } from '../session/index.ts'

export type Debtor = ApiAnswers['standing']['unregistered']['rows'][number]
export const PAGE_SIZE = 25
const FETCHED_AT_ONCE = 1000
const POLL_MS = 10_000
const orders = ['amount', 'due', 'lots', 'key'] as const

/** A page of the keys that owe without an entity, as the view filters and orders them; all of them for a file. */
export function useDebtors() {
  const api = useTRPCClient()
  const view = useKeptView('unregistered-debtors', { key: 'amount', down: true })
  const refetchInterval = usePolling(POLL_MS)
  const { sort, filters, page } = view.state
  const order = orders.find((one) => one === sort?.key)
  const key = (filters.key ?? '')
    .toLowerCase()
    .replaceAll(/[^0-9a-f]/g, '')
    .slice(0, 40)
  const asked = { key, ...(order && sort ? { order, down: sort.down } : {}) }
  const found = useQuery(
    useTRPC().standing.unregistered.queryOptions(
      { ...asked, page, pageSize: PAGE_SIZE },
      { refetchInterval, placeholderData: (before) => before },
    ),
  )
  async function fetchAll(): Promise<readonly Debtor[]> {
    const rows: Debtor[] = []
    for (let at = 0; ; at += 1) {
      const some = await api.standing.unregistered.query({ ...asked, page: at, pageSize: FETCHED_AT_ONCE })
      rows.push(...some.rows)
      if (some.rows.length < FETCHED_AT_ONCE) return rows
    }
  }
  return { view, found, fetchAll }
}
