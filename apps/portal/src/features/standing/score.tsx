'use client'
import { Amount, Button, type Column, Section, Stat, StatRow, saveFile, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

type Standing = ApiAnswers['credit']['review']['standing']
const FILE = 'statements.json'
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

type Props = {
  readonly standing: Standing
  /** Account or key whose score it is. */
  readonly subject: string
  /** What authorities stated of the key, as the file that the command takes; absent when none did. */
  readonly file?: string | undefined
}

/** The score of a debtor with the weight and the inputs of every term, and the command that recomputes it. */
export function Score({ standing, subject, file }: Props) {
  const t = useTranslations('credit.score')
  const { score, terms, height } = standing
  const save = () => saveFile(FILE, file ?? '', 'application/json')
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
      <code className="block break-all text-small">
        {`npx vc score ${subject} --at ${height}${file === undefined ? '' : ` --statements ${FILE}`}`}
      </code>
      {file !== undefined && (
        <div className="mt-2">
          <Button size="small" onClick={save}>
            {t('save')}
          </Button>
        </div>
      )}
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
