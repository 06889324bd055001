'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Button,
  type Column,
  EmptyState,
  FormField,
  Section,
  Select,
  Status,
  Table,
  TextInput,
  useToast,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { mustBeFilled, mustBeWhole } from '../forms/index.ts'
import { CommandDialog, RefusalView, useFieldErrors } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import type { Idea, Start } from './answers.ts'

const MOST_DAYS = 90

/** What studios could do next; who holds points of a title has one voice on each idea. */
export function RoadmapSection() {
  const t = useTranslations('studio.roadmap')
  const trpc = useTRPC()
  const { may } = useSession()
  const { data, error } = useQuery(trpc.studio.ideas.queryOptions())
  const { data: start } = useQuery(trpc.studio.start.queryOptions())
  const [adding, setAdding] = useState(false)
  const columns = useColumns()
  const add = start && start.titles.length > 0 && may('studio.contract') && (
    <Button onClick={() => setAdding(true)}>{t('add')}</Button>
  )
  return (
    <Section id="roadmap" title={t('title')} lead={t('lead')} actions={add}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="roadmap"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {adding && start && <IdeaDialog titles={start.titles} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function useColumns(): readonly Column<Idea>[] {
  const t = useTranslations('studio.roadmap')
  const format = useFormatter()
  const state = ({ isOpen, closesAt }: Idea) =>
    isOpen ? t('until', { until: format.dateTime(closesAt, 'short') }) : t('closed')
  return [
    {
      key: 'idea',
      header: t('idea'),
      cell: ({ text, title }) => (
        <span>
          {text}
          <span className="block text-small text-ink-soft">{title}</span>
        </span>
      ),
      text: ({ text }) => text,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'voices',
      header: t('voices'),
      cell: ({ voices }) => format.number(voices),
      text: ({ voices }) => String(voices),
      sortBy: ({ voices }) => voices,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'points',
      header: t('points'),
      cell: ({ points }) => format.number(points),
      text: ({ points }) => String(points),
      sortBy: ({ points }) => points,
      align: 'right',
    },
    {
      key: 'state',
      header: t('state'),
      cell: (idea) => <Status tone={idea.isOpen ? 'plain' : 'quiet'}>{state(idea)}</Status>,
      text: state,
    },
    { key: 'act', phone: 'action', header: t('act'), cell: (idea) => <Vote idea={idea} />, text: () => '' },
  ]
}

function Vote({ idea: { id, isOpen, hasVoted, isMine } }: { readonly idea: Idea }) {
  const t = useTranslations('studio.roadmap')
  const api = useTRPCClient()
  const { may } = useSession()
  const { run, error, busy } = useCommand()
  if (hasVoted) return t('voted')
  if (!isOpen || isMine || !may('studio.play')) return null
  return (
    <>
      <RefusalView error={error} />
      <Button size="small" pending={busy} onClick={() => run(() => api.studio.vote.mutate({ ideaId: id }))}>
        {t('vote')}
      </Button>
    </>
  )
}

/** Puts an idea to the vote. */
function IdeaDialog({ titles, onClose }: { readonly titles: Start['titles']; readonly onClose: () => void }) {
  const t = useTranslations('studio.roadmap')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const errorAt = useFieldErrors(error)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [titleId, setTitleId] = useState(titles[0]?.id ?? '')
  const [text, setText] = useState('')
  const [days, setDays] = useState('14')
  async function add() {
    const done = await run(async () => {
      mustBeFilled('idea-empty', { text })
      const open = mustBeWhole(days, { field: 'days', most: MOST_DAYS })
      return api.studio.addIdea.mutate({ commandKey, titleId, text, days: open })
    })
    if (!done) return
    toast({ title: t('added') })
    onClose()
  }
  return (
    <CommandDialog
      title={t('add')}
      lead={t('addLead')}
      go={t('go')}
      pending={busy}
      onGo={add}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('game')}>
        <Select
          value={titleId}
          onChange={(event) => setTitleId(event.target.value)}
          options={titles.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </FormField>
      <FormField label={t('idea')} error={errorAt('text')}>
        <TextInput maxLength={300} value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
      <FormField label={t('days')} error={errorAt('days')}>
        <TextInput amount unit={t('unit')} value={days} onChange={(event) => setDays(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
