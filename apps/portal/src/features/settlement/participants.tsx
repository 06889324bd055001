'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, EmptyState, FormField, Section, Skeleton, Table, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { AccountLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'

type Participant = ApiAnswers['settlement']['participants'][number]

/** Codes in the files and the accounts that they are paid to. */
export function Participants() {
  const t = useTranslations('settlement.participants')
  const api = useTRPCClient()
  const { data, error } = useQuery(useTRPC().settlement.participants.queryOptions())
  const { run, error: refused, busy } = useCommand()
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  const columns: Column<Participant>[] = [
    { key: 'code', header: t('code'), cell: ({ code }) => code, text: ({ code }) => code, filter: 'text' },
    { key: 'name', header: t('name'), cell: ({ name }) => name, text: ({ name }) => name, filter: 'text' },
    {
      key: 'keyHash',
      header: t('address'),
      cell: ({ keyHash }) => <AccountLink keyHash={keyHash} />,
      text: ({ keyHash }) => keyHash,
    },
    {
      key: 'remove',
      header: t('removeHead'),
      cell: ({ code }) => (
        <Button
          size="small"
          variant="quiet"
          disabled={busy}
          onClick={() => run(() => api.settlement.removeParticipant.mutate({ code }))}
        >
          {t('remove')}
        </Button>
      ),
      text: () => '',
      phone: 'hide',
    },
  ]
  return (
    <Section title={t('title')} lead={t('lead')}>
      <RefusalView error={refused} />
      <Add />
      <Table
        caption={t('title')}
        name="settlement-participants"
        rows={data}
        columns={columns}
        rowKey={({ code }) => code}
        empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      />
    </Section>
  )
}

const blank = { code: '', name: '', address: '' }

function Add() {
  const t = useTranslations('settlement.participants')
  const api = useTRPCClient()
  const { run, error, busy } = useCommand()
  const [fields, setFields] = useState(blank)
  const names = ['code', 'name', 'address'] as const
  async function save() {
    if (await run(() => api.settlement.saveParticipant.mutate(fields))) setFields(blank)
  }
  return (
    <div className="mb-4 space-y-3">
      <RefusalView error={error} />
      <div className="flex flex-wrap items-end gap-4">
        {names.map((name) => (
          <FormField key={name} label={t(name)}>
            <TextInput
              value={fields[name]}
              onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
            />
          </FormField>
        ))}
        <Button pending={busy} disabled={names.some((name) => fields[name].trim() === '')} onClick={save}>
          {t('save')}
        </Button>
      </div>
    </div>
  )
}
