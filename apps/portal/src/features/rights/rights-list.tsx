'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, type Column, FormField, Status, saveCsv, Table, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { SetFingerprint } from './set-fingerprint.tsx'
import { type RightRow, toneOfStep } from './steps.ts'

const PAGE = 200

/** Rights one by one: searched and paged by the server, all that is found as a file on demand. */
export function RightsList({
  batchId,
  editable = false,
}: {
  readonly batchId?: string
  readonly editable?: boolean
}) {
  const t = useTranslations('rights')
  const api = useTRPC()
  const client = useTRPCClient()
  const { run, error } = useCommand()
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed.trim())
  const asked = { limit: PAGE, ...(batchId ? { batchId } : {}), ...(text ? { text } : {}) }
  const found = useInfiniteQuery(
    api.rights.list.infiniteQueryOptions(asked, { getNextPageParam: ({ next }) => next ?? undefined }),
  )
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? []
  const columns = useColumns(editable)

  async function exportAll() {
    await run(async () => {
      const all: RightRow[] = []
      let cursor: string | undefined
      do {
        const page = await client.rights.list.query({ ...asked, ...(cursor ? { cursor } : {}) })
        all.push(...page.rows)
        cursor = page.next ?? undefined
      } while (cursor)
      const shown = columns.filter(({ key }) => key !== 'print')
      const head = shown.map(({ header }) => header)
      saveCsv('rights', [head, ...all.map((row) => shown.map((column) => column.text(row)))])
    })
  }
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <FormField label={t('search')}>
          <TextInput value={typed} maxLength={200} onChange={(event) => setTyped(event.target.value)} />
        </FormField>
        <Button onClick={exportAll}>{t('exportAll')}</Button>
      </div>
      <RefusalView error={error ?? found.error} />
      <Table name="rights" caption={t('all')} rows={rows} columns={columns} rowKey={(row) => row.id} />
      {found.hasNextPage && (
        <Button className="mt-3" onClick={() => found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

function useColumns(editable: boolean): readonly Column<RightRow>[] {
  const t = useTranslations('rights')
  const plain = (key: string, header: string, text: (row: RightRow) => string): Column<RightRow> => ({
    key,
    header,
    cell: text,
    text,
    filter: 'text',
  })
  const columns: Column<RightRow>[] = [
    plain('accession', t('accession'), (row) => row.accession),
    { ...plain('title', t('work'), (row) => row.title), phone: 'main' },
    plain('creators', t('creators'), (row) => row.creators.join(', ')),
    { ...plain('dated', t('dated'), (row) => row.dated), phone: 'hide' },
    { ...plain('source', t('source'), (row) => t(`sources.${row.source}`)), filter: 'choice' },
    {
      key: 'code',
      header: t('code'),
      cell: (row) => (
        <Link className="font-mono text-small underline" href={`/verify?code=${row.code}`}>
          {row.code}
        </Link>
      ),
      text: (row) => row.code,
      filter: 'text',
    },
    {
      key: 'step',
      header: t('step'),
      cell: (row) => <Status tone={toneOfStep[row.step]}>{t(`steps.${row.step}`)}</Status>,
      text: (row) => t(`steps.${row.step}`),
      filter: 'choice',
    },
  ]
  const print: Column<RightRow> = {
    key: 'print',
    header: t('fingerprint'),
    cell: (row) => <SetFingerprint right={row} />,
    text: (row) => row.contentHash,
    phone: 'hide',
  }
  return editable ? [...columns, print] : columns
}
