'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, EmptyState, Section, type StateTone, Status, Table, useToast } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RecordPlace } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'

type Row = ApiAnswers['provenance']['list'][number]
const POLL_MS = 4_000

/** How a document stands; what waits for a key is told apart from what the worker still prepares. */
const stateOf = ({ step, actId, isSigned, finality }: Row) => {
  if (step !== 'prepared') return step === 'recorded' && finality === 'final' ? 'final' : step
  return actId ? 'toSign' : isSigned ? 'recording' : 'prepared'
}
const tones: Readonly<Record<ReturnType<typeof stateOf>, StateTone>> = {
  prepared: 'waiting',
  toSign: 'waiting',
  recording: 'waiting',
  recorded: 'plain',
  final: 'plain',
  refused: 'refused',
  withdrawn: 'quiet',
}

/** The documents of events, how far each is, and what waits for one's key. */
export function DocumentTable() {
  const t = useTranslations('provenance.documents')
  const format = useFormatter()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().provenance.list.queryOptions(undefined, { refetchInterval }))
  const state = (row: Row) => t(`states.${stateOf(row)}`)
  const columns: readonly Column<Row>[] = [
    {
      key: 'file',
      header: t('file'),
      cell: ({ fileName }) => fileName,
      text: ({ fileName }) => fileName,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'events',
      header: t('events'),
      cell: ({ events }) => format.number(events),
      text: ({ events }) => String(events),
      sortBy: ({ events }) => events,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'state',
      header: t('state'),
      cell: (row) => <Status tone={tones[stateOf(row)]}>{state(row)}</Status>,
      text: state,
      filter: 'choice',
    },
    {
      key: 'record',
      header: t('record'),
      cell: (row) => <RecordPlace {...row} />,
      text: ({ txid }) => txid ?? '',
    },
    { key: 'act', phone: 'action', header: t('act'), cell: (row) => <Sign row={row} />, text: () => '' },
  ]
  return (
    <Section id="documents" title={t('title')}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="epcis-documents"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
    </Section>
  )
}

function Sign({ row: { actId, reason } }: { readonly row: Row }) {
  const t = useTranslations('provenance.documents')
  const toast = useToast()
  const { sign } = useActSigner()
  const { run, error } = useCommand()
  if (reason) return <RefusalView error={new RefusedHere(reason)} />
  if (!actId) return null
  return (
    <>
      <RefusalView error={error} />
      <Button
        size="small"
        variant="primary"
        onClick={async () => {
          if (await run(() => sign(actId))) toast({ title: t('sent') })
        }}
      >
        {t('sign')}
      </Button>
    </>
  )
}
