'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, type Column, EmptyState, plainUnits, Section, Status, Table, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { type LeafRow, leafName, toneOfLeaf } from './answers.ts'
import { LeafDialog } from './leaf-dialog.tsx'
import { PutAsideDialog } from './put-aside-dialog.tsx'
import { useOpener } from './use-opener.ts'
import { useWritten, writtenOn } from './written.ts'

const POLL_MS = 4_000

/** Every leaf of the own books: what can be drawn on it until when, and what became of it. */
export function BookSection() {
  const t = useTranslations('cheques.own')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().cheques.books.queryOptions(undefined, { refetchInterval }))
  const [putting, setPutting] = useState(false)
  const [chosen, setChosen] = useState<Pick<LeafRow, 'book' | 'index'>>()
  useWritten()
  const rows = data?.books.flatMap((book) => book.leaves.map((leaf) => ({ ...leaf, book })))
  const leaf = chosen && rows?.find(({ book, index }) => book.id === chosen.book.id && index === chosen.index)
  const open = useOpener(data?.books.find(({ isMine }) => isMine)?.keyHash)
  const columns = useColumns()
  const put = (
    <Button variant="primary" disabled={!data} onClick={() => setPutting(true)}>
      {t('put.open')}
    </Button>
  )
  return (
    <Section id="books" title={t('title')} lead={t('lead')} actions={put}>
      {!data && <RefusalView error={error} />}
      {(data || !error) && (
        <Table
          name="cheque-leaves"
          caption={t('title')}
          rows={rows}
          columns={columns}
          rowKey={({ book, index }) => `${book.id}-${index}`}
          onOpen={setChosen}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {putting && data && <PutAsideDialog now={data} onClose={() => setPutting(false)} />}
      {leaf && data && (
        <LeafDialog leaf={leaf} network={data.network} open={open} onClose={() => setChosen(undefined)} />
      )}
    </Section>
  )
}

function useColumns(): readonly Column<LeafRow>[] {
  const t = useTranslations('cheques')
  const chinese = useLocale() === 'zh-CN'
  const { decimals } = useUi()
  const centre = ({ book }: LeafRow) => (chinese ? book.centre.nameZh : book.centre.name)
  const until = ({ book }: LeafRow) => t('atHeight', { height: book.expiry })
  const state = (leaf: LeafRow) =>
    leaf.state === 'ready' && writtenOn(leaf) ? t('states.written') : t(`states.${leaf.state}`)
  return [
    {
      ...{ key: 'name', header: t('number'), phone: 'main' },
      cell: (leaf) => <span className="font-mono">{leafName(leaf)}</span>,
      text: leafName,
    },
    {
      ...{ key: 'most', header: t('most'), align: 'right', phone: 'side' },
      cell: ({ book }) => <Amount amount={book.most} element="value" unit="" />,
      text: ({ book }) => plainUnits(book.most, decimals),
      sortBy: ({ book }) => book.most,
    },
    { key: 'centre', header: t('centre'), cell: centre, text: centre, filter: 'choice', phone: 'hide' },
    { key: 'until', header: t('until'), cell: until, text: until, sortBy: ({ book }) => book.expiry },
    {
      ...{ key: 'state', header: t('state'), filter: 'choice' },
      cell: (leaf) => <Status tone={toneOfLeaf[leaf.state]}>{state(leaf)}</Status>,
      text: state,
    },
    {
      ...{ key: 'paid', header: t('paid'), align: 'right', phone: 'hide' },
      cell: ({ paid }) => (paid ? <Amount amount={paid.amount} element="value" unit="" /> : '–'),
      text: ({ paid }) => (paid ? plainUnits(paid.amount, decimals) : ''),
    },
  ]
}
