'use client'
import { useEffect, useRef, useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { openVerifyWorker, type VerifyWorker } from './ask-worker.ts'
import type { Finding, Stop } from './verifier.ts'

export type Standing = ApiAnswers['audit']['standing']
export type Range = { readonly from: number; readonly to: number }
export type AuditRun =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'judging' | 'comparing'
      readonly range: Range
      readonly done: number
      readonly total: number
      /** Blocks a second; unknown before the first page. */
      readonly rate?: number
      readonly endsAtMs?: number
    }
  | { readonly phase: 'stopped'; readonly range: Range; readonly stop: Stop }
  | { readonly phase: 'halted'; readonly done: number; readonly total: number }
  | {
      readonly phase: 'done'
      readonly range: Range
      readonly finding: Finding
      readonly strays: number
      readonly seconds: number
    }
  | { readonly phase: 'failed'; readonly error: unknown }

const PAGE = 64
type Api = ReturnType<typeof useTRPCClient>

/** Runs an audit in a worker of this browser; a new run, or leaving the screen, ends the one before. */
export function useAuditRun() {
  const api = useTRPCClient()
  const [run, setRun] = useState<AuditRun>({ phase: 'idle' })
  const current = useRef<VerifyWorker>(undefined)
  useEffect(() => () => current.current?.close(), [])

  async function start(range: Range) {
    current.current?.close()
    const worker = openVerifyWorker()
    current.current = worker
    setRun({ phase: 'judging', range, done: 0, total: range.to + 1 })
    const tell = (next: AuditRun) => current.current === worker && setRun(next)
    try {
      await audit(api, worker, range, tell)
    } catch (error) {
      tell({ phase: 'failed', error })
    }
  }

  /** Ends the run at once; what it found so far is not kept. */
  function stop() {
    current.current?.close()
    current.current = undefined
    setRun((now) => ('done' in now ? { phase: 'halted', done: now.done, total: now.total } : now))
  }

  const pack = async () => current.current?.ask('pack', null)
  return { run, start, stop, pack }
}

async function audit(api: Api, worker: VerifyWorker, range: Range, tell: (run: AuditRun) => void) {
  const began = performance.now()
  const standing = await api.audit.standing.query()
  const { network, configuration, proposals, projected } = standing
  const unreadable = await worker.ask('open', { ...range, network, configuration, proposals, projected })
  if (unreadable) return tell({ phase: 'stopped', range, stop: unreadable })
  const judged = await eachPage(
    { range, phase: 'judging', tell },
    (page) => api.audit.blocks.query(page),
    async (blocks) => {
      const { stop } = await worker.ask(
        'judge',
        blocks.map(({ bytes }) => bytes),
      )
      return stop
    },
  )
  if (judged) return tell({ phase: 'stopped', range, stop: judged })
  await eachPage(
    { range, phase: 'comparing', tell },
    (page) => api.audit.rows.query(page),
    async (rows) => {
      await worker.ask('show', rows)
      return undefined
    },
  )
  const finding = await worker.ask('finish', null)
  const seconds = (performance.now() - began) / 1000
  tell({ phase: 'done', range, finding, strays: standing.strays, seconds })
  // Ticks the tour; an audit is no worse without the tick.
  await api.overview.note.mutate({ name: 'tour-audited', holds: true }).catch(() => undefined)
}

type Pages = {
  readonly range: Range
  readonly phase: 'judging' | 'comparing'
  readonly tell: (run: AuditRun) => void
}

/** Page by page from genesis to the end of the range; the next page is fetched while this one is worked on. */
async function eachPage<T>(
  { range, phase, tell }: Pages,
  fetchPage: (page: { from: number; count: number }) => Promise<T>,
  work: (page: T) => Promise<Stop | undefined>,
): Promise<Stop | undefined> {
  const total = range.to + 1
  const began = performance.now()
  const pageAt = (from: number) => fetchPage({ from, count: Math.min(PAGE, total - from) })
  let next = pageAt(0)
  for (let from = 0; from < total; from += PAGE) {
    const page = await next
    const after = from + PAGE
    if (after < total) {
      next = pageAt(after)
      next.catch(() => undefined)
    }
    const stop = await work(page)
    if (stop) return stop
    const done = Math.min(after, total)
    const rate = (1000 * done) / (performance.now() - began)
    tell({ phase, range, done, total, rate, endsAtMs: Date.now() + (1000 * (total - done)) / rate })
  }
  return undefined
}
