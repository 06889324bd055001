'use client'
import { useQuery } from '@tanstack/react-query'
import { type KeptView, useKeptView } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { usePolling } from '../session/index.ts'
import { type Application, type Stage, stages } from './stages.ts'

export const PAGE_SIZE = 25
const FETCHED_AT_ONCE = 1000
const POLL_MS = 5_000
const orders = ['asked', 'amount', 'who', 'purpose', 'reference', 'stage'] as const

/** A page of the applications as the view filters and orders them, of one file or of all; all of it for export. */
export function useApplications(importId: string | undefined) {
  const t = useTranslations('credit')
  const api = useTRPCClient()
  const view = useKeptView('credit-applications', { key: 'asked', down: true })
  const refetchInterval = usePolling(POLL_MS)
  const asked = { ...wantedBy(view, (stage) => t(`stages.${stage}`)), ...(importId ? { importId } : {}) }
  const page = { ...asked, page: view.state.page, pageSize: PAGE_SIZE }
  const found = useQuery(
    useTRPC().credit.list.queryOptions(page, { refetchInterval, placeholderData: (before) => before }),
  )
  async function fetchAll(): Promise<readonly Application[]> {
    const rows: Application[] = []
    for (let at = 0; ; at += 1) {
      const some = await api.credit.list.query({ ...asked, page: at, pageSize: FETCHED_AT_ONCE })
      rows.push(...some.rows)
      if (some.rows.length < FETCHED_AT_ONCE) return rows
    }
  }
  return { view, found, fetchAll }
}

/** The view in the words of the API; the filter of the stage holds the stage as the reader knows it. */
function wantedBy({ state: { sort, filters } }: KeptView, nameOf: (stage: Stage) => string) {
  const order = orders.find((one) => one === sort?.key)
  const stage = stages.find((one) => nameOf(one) === filters.stage)
  const texts = (['who', 'purpose', 'reference'] as const).flatMap((key) => {
    const text = filters[key]?.trim().slice(0, 200)
    return text ? [[key, text]] : []
  })
  return {
    ...(order && sort ? { order, down: sort.down } : {}),
    ...(stage ? { stage } : {}),
    ...(Object.fromEntries(texts) as { who?: string; purpose?: string; reference?: string }),
  }
}
