'use client'
import { Amount, type Column, EmptyState, plainUnits, Section, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BlockLink, TransactionLink } from '../explorer/index.ts'

type Step = ApiAnswers['standing']['mine'][number]['history'][number]
type Props = { readonly history: readonly Step[]; readonly name: string }

/** Each change of a score with the terms that moved and the transactions that moved them, the newest first. */
export function ScoreHistory({ history, name }: Props) {
  const t = useTranslations('standing.history')
  const columns = useColumns()
  return (
    <Section title={t('title')} lead={t('lead')}>
      <Table
        name={`score-history-${name.slice(0, 8)}`}
        caption={t('title')}
        rows={history}
        columns={columns}
        rowKey={({ height }) => String(height)}
        empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      />
    </Section>
  )
}

function useColumns(): readonly Column<Step>[] {
  const t = useTranslations('standing.history')
  const score = useTranslations('credit.score')
  const format = useFormatter()
  const { decimals } = useUi()
  const signed = (points: number) => format.number(points, { signDisplay: 'exceptZero' })
  const terms = (step: Step) =>
    step.terms.map(({ term, before, after }) => `${score(`names.${term}`)} ${signed(after - before)}`)
  return [
    {
      key: 'block',
      header: t('block'),
      cell: ({ height }) => <BlockLink height={height} />,
      text: ({ height }) => String(height),
      sortBy: ({ height }) => height,
    },
    {
      key: 'score',
      header: t('score'),
      cell: ({ before, after }) => t('fromTo', { before, after }),
      text: ({ before, after }) => `${before} ${after}`,
      phone: 'main',
    },
    {
      key: 'terms',
      header: t('terms'),
      cell: (step) =>
        terms(step).map((one) => (
          <span key={one} className="block">
            {one}
          </span>
        )),
      text: (step) => terms(step).join('; '),
      phone: 'side',
    },
    {
      key: 'evidence',
      header: t('evidence'),
      cell: ({ evidence }) =>
        evidence.map(({ what, txid, amount }) => (
          <span key={`${what} ${txid}`} className="flex flex-wrap items-baseline gap-x-2">
            {t(`what.${what}`)}
            {amount > 0n && <Amount amount={amount} />}
            {txid && <TransactionLink txid={txid} />}
          </span>
        )),
      text: ({ evidence }) =>
        evidence
          .map(
            ({ what, txid, amount }) => `${t(`what.${what}`)} ${plainUnits(amount, decimals)} ${txid ?? ''}`,
          )
          .join('; '),
    },
  ]
}
