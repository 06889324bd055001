'use client'
import { Amount, Button, EmptyState, Hash, Section, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Work } from './answers.ts'
import { ContributeDialog } from './contribute-dialog.tsx'
import { TaskDialog } from './task-dialog.tsx'

type Task = Work['tasks'][number]
type Contribution = Task['contributions'][number]

/** What the creator asks others for, with the rewards that lie aside, and what was handed in. */
export function Tasks({ work }: { readonly work: Work }) {
  const t = useTranslations('works.tasks')
  const { may } = useSession()
  const [posting, setPosting] = useState(false)
  const post = work.isMyAccount && may('work.register') && (
    <Button onClick={() => setPosting(true)}>{t('post')}</Button>
  )
  return (
    <Section id="tasks" title={t('title')} lead={t('lead')} actions={post}>
      {work.tasks.length === 0 && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      <TaskList work={work} />
      {posting && <TaskDialog work={work} onClose={() => setPosting(false)} />}
    </Section>
  )
}

/** The tasks of a work; without a membership they are only told. */
export function TaskList({ work, isTold = false }: { readonly work: Work; readonly isTold?: boolean }) {
  if (work.tasks.length === 0) return null
  return (
    <ul className="divide-y border-y">
      {work.tasks.map((task) => (
        <li key={task.id} className="space-y-3 py-4">
          <TaskHead task={task} />
          {!isTold && <TaskActions work={work} task={task} />}
          <Contributions work={work} task={task} isTold={isTold} />
        </li>
      ))}
    </ul>
  )
}

function TaskHead({ task }: { readonly task: Task }) {
  const t = useTranslations('works.tasks')
  const { title, brief, reward, places, left, deadline, txid, isOpen } = task
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-strong">{title}</span>
        <Status tone={isOpen ? 'plain' : 'quiet'}>{t(isOpen ? 'open' : 'closed')}</Status>
      </p>
      <p className="max-w-3xl whitespace-pre-line">{brief}</p>
      <p className="flex flex-wrap items-baseline gap-x-4 text-ink-soft">
        <Amount amount={reward} element="value" /> <span>{t('places', { left, places })}</span>
        <span>{t('until', { height: deadline })}</span> <TransactionLink txid={txid} />
      </p>
    </div>
  )
}

type OfTask = { readonly work: Work; readonly task: Task }

/** What one can do with a task: hand something in, or as its creator take back what is left. */
function TaskActions({ work, task }: OfTask) {
  const t = useTranslations('works.tasks')
  const { may } = useSession()
  const api = useTRPCClient()
  const { draftAndSign, error, busy } = useDraftedAct()
  const [handing, setHanding] = useState(false)
  const mayEnd = work.isMyAccount && task.isPast && task.left > 0
  return (
    <div className="flex flex-wrap items-center gap-2">
      <RefusalView error={error} />
      {task.isOpen && !work.isMyAccount && may('work.pay') && (
        <Button onClick={() => setHanding(true)}>{t('handIn')}</Button>
      )}
      {mayEnd && (
        <Button
          pending={busy}
          onClick={() => draftAndSign(() => api.works.endTask.mutate({ taskId: task.id }))}
        >
          {t('end')}
        </Button>
      )}
      {handing && <ContributeDialog task={task} onClose={() => setHanding(false)} />}
    </div>
  )
}

function Contributions({ work, task, isTold }: OfTask & { readonly isTold: boolean }) {
  const t = useTranslations('works.tasks')
  if (task.contributions.length === 0) return null
  return (
    <ul className="ml-4 divide-y border-l-2 border-line-strong pl-4" aria-label={t('handedIn')}>
      {task.contributions.map((one) => (
        <li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2">
          <span className="min-w-0">
            <span className="font-strong">{one.name}</span> · {one.note} <Hash hash={one.fingerprint} />
          </span>
          <span className="flex flex-wrap items-center gap-3">
            <Status tone={one.taken || one.state === 'final' ? 'plain' : 'waiting'}>
              {t(`states.${one.taken ?? one.state}`)}
            </Status>
            {one.creditTxid && <TransactionLink txid={one.creditTxid} />}
            {!isTold && <Take work={work} task={task} one={one} />}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The creator takes a contribution: the reward is paid and its maker named with the work, in one act. */
function Take({ work, task, one }: OfTask & { readonly one: Contribution }) {
  const t = useTranslations('works.tasks')
  const api = useTRPCClient()
  const { draftAndSign, error, busy } = useDraftedAct()
  if (!work.isMyAccount || !task.isOpen || one.taken || one.state !== 'final') return null
  return (
    <>
      <RefusalView error={error} />
      <Button
        size="small"
        pending={busy}
        onClick={() => draftAndSign(() => api.works.takeContribution.mutate({ contributionId: one.id }))}
      >
        {t('take', { name: one.name })}
      </Button>
    </>
  )
}
