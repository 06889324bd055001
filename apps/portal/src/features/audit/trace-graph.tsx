'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { Owners } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { TraceDrawing } from './trace-drawing.tsx'
import type { TraceNode } from './trace-layout.ts'
import { TraceNodeDetail } from './trace-node-detail.tsx'

/**
 * The way of a thing over the ledger, drawn as a graph. A press on a transaction shows what it did; from each one walks
 * back to what it built on and on to what came of it, as far as the ledger goes.
 */
export function TraceGraph({
  steps,
  owners,
  start,
}: {
  readonly steps: readonly TraceNode[]
  readonly owners: Owners
  /** The transaction that is open at first. */
  readonly start: string
}) {
  const t = useTranslations('audit')
  const { nodes, walkTo, error, walking } = useWalk(steps)
  const [open, setOpen] = useState(start)
  const node = nodes.find(({ txid }) => txid === open)
  async function walk(txid: string) {
    if (await walkTo(txid)) setOpen(txid)
  }
  return (
    <>
      <p className="mb-3 max-w-3xl text-ink-soft">{t('graphLead')}</p>
      <TraceDrawing nodes={nodes} open={open} onOpen={setOpen} />
      <RefusalView error={error} />
      {walking && <Skeleton className="mt-3" />}
      {node && <TraceNodeDetail node={node} nodes={nodes} owners={owners} busy={walking} onWalk={walk} />}
    </>
  )
}

/** The steps of a trace and whatever else somebody walked to. */
function useWalk(steps: readonly TraceNode[]) {
  const queries = useQueryClient()
  const { explorer } = useTRPC()
  const [more, setMore] = useState<readonly TraceNode[]>([])
  const [error, setError] = useState<unknown>()
  const [walking, setWalking] = useState(false)
  const known = new Set(steps.map(({ txid }) => txid))
  async function walkTo(txid: string): Promise<boolean> {
    setError(undefined)
    setWalking(true)
    try {
      const { transaction, ...rest } = await queries.fetchQuery(explorer.transaction.queryOptions({ txid }))
      setMore((nodes) => [...nodes.filter((node) => node.txid !== txid), { ...transaction, ...rest }])
      return true
    } catch (cause) {
      setError(cause)
      return false
    } finally {
      setWalking(false)
    }
  }
  return { nodes: [...steps, ...more.filter(({ txid }) => !known.has(txid))], walkTo, error, walking }
}
