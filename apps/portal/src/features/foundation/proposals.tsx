'use client'
import { Amount, type Column, EmptyState, Hash, Section, Status, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { TransactionLink } from '../explorer/links.tsx'
import { useRefusalWords } from '../refusals/index.ts'

type Row = ApiAnswers['foundation']['proposals'][number]
const waiting: readonly Row['state'][] = ['preparing', 'open', 'submitted', 'complete']

/** What was proposed, how many signatures it has, and what came of it. It is signed in the inbox. */
export function Proposals({ rows }: { readonly rows: readonly Row[] | undefined }) {
  const t = useTranslations('foundation.proposals')
  const columns = useProposalColumns()
  return (
    <Section
      title={t('title')}
      lead={t.rich('lead', {
        inbox: (words) => (
          <Link href="/approvals" className="underline underline-offset-2">
            {words}
          </Link>
        ),
      })}
    >
      <Table
        name="proposals"
        caption={t('title')}
        rows={rows}
        columns={columns}
        rowKey={({ proposalId }) => proposalId}
        empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      />
    </Section>
  )
}

function useProposalColumns(): readonly Column<Row>[] {
  const t = useTranslations('foundation.proposals')
  const kinds = useTranslations('signing.kinds')
  const format = useFormatter()
  const kindOf = ({ ask }: Row) => kinds(ask.kind.replaceAll('.', '_'))
  const signed = ({ need, given }: Row) => (need === null ? '–' : t('signed', { given, need }))
  return [
    { key: 'what', header: t('what'), cell: kindOf, text: kindOf, filter: 'choice', phone: 'main' },
    { key: 'whom', header: t('whom'), cell: ({ ask }) => <Whom ask={ask} />, text: ({ ask }) => ask.key },
    { key: 'signed', header: t('signatures'), cell: signed, text: signed },
    {
      key: 'state',
      header: t('stands'),
      cell: (row) => <State row={row} />,
      text: ({ state }) => t(`state.${state}`),
      filter: 'choice',
      phone: 'side',
    },
    {
      key: 'at',
      header: t('at'),
      cell: ({ createdAt }) => format.dateTime(createdAt, 'short'),
      text: ({ createdAt }) => createdAt.toISOString(),
      sortBy: ({ createdAt }) => createdAt.getTime(),
    },
    {
      key: 'transaction',
      header: t('transaction'),
      cell: ({ txid }) => (txid ? <TransactionLink txid={txid} /> : '–'),
      text: ({ txid }) => txid ?? '',
    },
  ]
}

function Whom({ ask }: Pick<Row, 'ask'>) {
  const amount =
    ask.kind === 'credit.grant' ? ask.amount : ask.kind === 'agent.appoint' ? ask.ceiling : undefined
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-3">
      <Hash hash={ask.kind === 'group.replace' ? ask.newKey : ask.key} />
      {amount !== undefined && <Amount amount={BigInt(amount)} element="credit" />}
    </span>
  )
}

/** How it stands; of one that the ledger refused also why. */
function State({ row: { state, refusal } }: { readonly row: Row }) {
  const t = useTranslations('foundation.proposals')
  const words = useRefusalWords()
  return (
    <>
      <Status tone={waiting.includes(state) ? 'waiting' : state === 'refused' ? 'refused' : 'plain'}>
        {t(`state.${state}`)}
      </Status>
      {refusal && (
        <span className="block text-small text-ink-soft">
          {words(new RefusedHere(refusal.code, refusal.facts)).title}
        </span>
      )}
    </>
  )
}
