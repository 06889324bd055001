'use client'
import { Amount, type Column, Section, Stat, StatRow, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

type Standing = ApiAnswers['credit']['review']['standing']
type Term = Standing['terms'][number]
type Input = keyof Standing['inputs']

/** The amounts that a term is made of. */
const inputsOf: Readonly<Record<Term['term'], readonly Input[]>> = {
  repayment: ['clearedOnTime', 'clearedLate', 'overdue'],
  ageing: ['unpaid', 'overdue', 'bad'],
  turnover: ['received', 'unpaid', 'given'],
  cover: ['atHand', 'unpaid', 'given'],
  concentration: ['unpaid', 'networkUnpaid'],
}

/** The score of a debtor with the weight and the inputs of every term, and the command that recomputes it. */
export function Score({ standing, accountId }: { readonly standing: Standing; readonly accountId: string }) {
  const t = useTranslations('credit.score')
  const { score, terms, height } = standing
  return (
    <Section title={t('title')} lead={t('lead', { height })}>
      <StatRow>
        <Stat label={t('total')} value={t('of', { points: score, weight: 1000 })} />
      </StatRow>
      <div className="mt-4">
        <Table
          name="credit-score"
          caption={t('terms')}
          rows={terms}
          columns={useColumns(standing)}
          rowKey={({ term }) => term}
        />
      </div>
      <p className="mt-3 text-small text-ink-soft">{t('recompute')}</p>
      <code className="block break-all text-small">{`npx vc score ${accountId} --at ${height}`}</code>
    </Section>
  )
}

function useColumns({ inputs }: Standing): readonly Column<Term>[] {
  const t = useTranslations('credit.score')
  const format = useFormatter()
  const share = ({ permille }: Term) =>
    format.number(permille / 1000, { style: 'percent', maximumFractionDigits: 1 })
  const points = ({ points: got, weight }: Term) => t('of', { points: got, weight })
  return [
    {
      key: 'term',
      header: t('term'),
      cell: ({ term }) => (
        <>
          {t(`names.${term}`)}
          <span className="block text-small font-normal text-ink-soft">{t(`how.${term}`)}</span>
        </>
      ),
      text: ({ term }) => t(`names.${term}`),
      phone: 'main',
    },
    {
      key: 'inputs',
      header: t('inputs'),
      cell: ({ term }) =>
        inputsOf[term].map((input) => (
          <span key={input} className="flex flex-wrap justify-between gap-x-3">
            <span className="text-ink-soft">{t(`input.${input}`)}</span>
            <Amount amount={inputs[input]} />
          </span>
        )),
      text: ({ term }) => inputsOf[term].map((input) => `${t(`input.${input}`)} ${inputs[input]}`).join('; '),
      phone: 'detail',
    },
    {
      key: 'share',
      header: t('share'),
      cell: share,
      text: share,
      sortBy: ({ permille }) => permille,
      align: 'right',
      phone: 'hide',
    },
    {
      key: 'points',
      header: t('points'),
      cell: points,
      text: points,
      sortBy: (term) => term.points,
      align: 'right',
      phone: 'side',
    },
  ]
}
