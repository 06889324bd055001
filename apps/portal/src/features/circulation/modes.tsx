'use client'
import { Stat, StatRow, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { kindOf } from '../explorer/index.ts'
import type { Circulation } from './equation.tsx'

const modes = ['direct-value', 'debt-value', 'direct-debt'] as const
type Counts = readonly Circulation['counts'][number][]
const tones = { 'direct-value': 'value', 'debt-value': 'credit', 'direct-debt': 'debt' } as const
const countOf = (counts: Counts) => counts.reduce((sum, { count }) => sum + count, 0)

/** The transactions of a range in the three modes, then by kind; together they are all there are. */
export function Modes({
  counts,
  from,
  to,
}: {
  readonly counts: Counts
  readonly from: number
  readonly to: number
}) {
  const t = useTranslations('circulation.modes')
  const format = useFormatter()
  const of = (mode: (typeof modes)[number]) => counts.filter((one) => one.mode === mode)
  return (
    <div className="space-y-5">
      <StatRow>
        {modes.map((mode) => (
          <Stat
            key={mode}
            label={t(`name.${mode}`)}
            value={format.number(countOf(of(mode)))}
            note={t(`what.${mode}`)}
            tone={tones[mode]}
          />
        ))}
      </StatRow>
      <p className="text-small text-ink-soft">
        {t('range', { count: countOf(counts), from: format.number(from), to: format.number(to) })}
      </p>
      <ByKind counts={counts} />
    </div>
  )
}

function ByKind({ counts }: { readonly counts: Counts }) {
  const t = useTranslations('circulation.modes')
  const kinds = useTranslations('explorer.kind')
  const format = useFormatter()
  return (
    <Table
      name="circulation-modes"
      caption={t('table')}
      rows={counts}
      rowKey={({ mode, kind }) => `${mode} ${kind}`}
      columns={[
        {
          key: 'mode',
          header: t('mode'),
          cell: ({ mode }) => t(`name.${mode}`),
          text: ({ mode }) => t(`name.${mode}`),
          filter: 'choice',
          phone: 'main',
        },
        {
          key: 'kind',
          header: t('kind'),
          cell: ({ kind }) => kinds(kindOf(kind)),
          text: ({ kind }) => kinds(kindOf(kind)),
          phone: 'detail',
        },
        {
          key: 'count',
          header: t('count'),
          align: 'right',
          cell: ({ count }) => format.number(count),
          text: ({ count }) => String(count),
          sortBy: ({ count }) => count,
          total: (rows) => format.number(countOf(rows)),
          phone: 'side',
        },
      ]}
    />
  )
}
