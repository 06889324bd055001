'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, EmptyState, JobTray as JobList, type TrayJob } from '@vc/ui'
import { ListTodo } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'

const CALM_MS = 12_000
const BUSY_MS = 2_500
type Job = ApiAnswers['jobs']['list'][number]

/** Long work of the organisation: left on its screen, found again here. The button counts what runs now. */
export function JobTray() {
  const t = useTranslations('frame.jobs')
  const [open, setOpen] = useState(false)
  const [calm, busy] = [usePolling(CALM_MS), usePolling(BUSY_MS)]
  const { data, error } = useQuery(
    useTRPC().jobs.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (open || state.data?.some(isRunning) ? busy : calm),
      staleTime: 0,
    }),
  )
  const running = data?.filter(isRunning).length ?? 0
  return (
    <>
      <Button
        variant="quiet"
        aria-label={t('open', { count: running })}
        icon={<ListTodo aria-hidden />}
        className={running > 0 ? 'px-2.5' : 'size-9 p-0'}
        onClick={() => setOpen(true)}
      >
        {running > 0 && <span className="figures text-small">{running}</span>}
      </Button>
      <Drawer open={open} onOpenChange={setOpen} title={t('title')} description={t('lead')}>
        <RefusalView error={error} />
        {data?.length === 0 && <EmptyState title={t('none')}>{t('noneLead')}</EmptyState>}
        {data && data.length > 0 && <Jobs jobs={data} close={() => setOpen(false)} />}
      </Drawer>
    </>
  )
}

const isRunning = ({ state }: Job) => state === 'running'

function Jobs({ jobs, close }: { readonly jobs: readonly Job[]; readonly close: () => void }) {
  const t = useTranslations('frame.jobs')
  const format = useFormatter()
  const shown = jobs.map((job): TrayJob => {
    const { id, kind, name, done, total, state, step, href, at } = job
    return {
      ...{ key: id, done, total, state, unit: t(kind === 'applications' ? 'applications' : 'steps') },
      label: t(`kinds.${kind}`, { name }),
      link: (
        <span className="flex flex-wrap justify-between gap-x-4 text-ink-soft">
          <span>
            {t(`at.${kind}.${step}`)} · {format.dateTime(at, 'short')}
          </span>
          <Link href={href} onClick={close} className="underline underline-offset-2">
            {t('show')}
          </Link>
        </span>
      ),
    }
  })
  return <JobList jobs={shown} />
}
