'use client'
import type { Difference } from '@vc/consensus'
import { Amount, type Column, Hash, Notice, RefusalNotice, Section, Stat, StatRow, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { layerOf } from '../explorer/shown.ts'
import type { AuditRun } from './use-audit-run.ts'

type Done = Extract<AuditRun, { phase: 'done' }>

/** What an audit came to: that all holds, or where what the portal shows is not what the ledger says. */
export function Findings({ run, children }: { readonly run: Done; readonly children: ReactNode }) {
  const t = useTranslations('audit')
  const format = useFormatter()
  const { finding, range, strays, seconds } = run
  const wrong = finding.differing + strays
  return (
    <section aria-label={t('result')} className="grid grid-cols-1 gap-6">
      {wrong === 0 ? (
        <Notice title={t('allHolds')}>
          <p>{t('allHoldsLead', { from: range.from, to: range.to, rows: finding.compared })}</p>
        </Notice>
      ) : (
        <RefusalNotice
          title={t('differs', { count: wrong })}
          changed={t('differsLead')}
          next={t('differsNext')}
        />
      )}
      <StatRow>
        <Stat
          label={t('blocksJudged')}
          value={format.number(range.to + 1)}
          note={t('signaturesFrom', { from: range.from })}
        />
        <Stat label={t('transactionsJudged')} value={format.number(finding.transactions)} />
        <Stat label={t('rowsCompared')} value={format.number(finding.compared)} />
        <Stat label={t('took')} value={t('seconds', { seconds: Math.round(10 * seconds) / 10 })} />
      </StatRow>
      <p className="text-ink-soft">
        {t('network')} <Hash hash={finding.network} /> · {t('head')} <Hash hash={finding.head} />
      </p>
      <Totals sums={finding.totals} />
      {strays > 0 && <Notice tone="waiting" title={t('strays', { count: strays })} />}
      {finding.differing > 0 && <Differences list={finding.differences} />}
      <div className="flex flex-wrap items-center gap-3">
        {children}
        <code className="text-small text-ink-soft">npx vc verify PACK</code>
      </div>
    </section>
  )
}

const elements = ['value', 'credit', 'debt'] as const

function Totals({ sums }: { readonly sums: readonly string[] }) {
  const t = useTranslations('audit')
  const layer = useTranslations('explorer')
  return (
    <Section id="totals" title={t('totals')} lead={t('totalsLead')}>
      {/* biome-ignore-start lint/a11y/useSemanticElements lint/a11y/noRedundantRoles: on a phone the rows are laid out by grid, which takes their roles away in some browsers */}
      <table role="table" aria-label={t('totals')} className="w-full max-w-3xl border-y max-md:block">
        <tbody role="rowgroup" className="divide-y max-md:block">
          {[0, 1, 2].map((at) => (
            <tr role="row" key={at} className="max-md:grid max-md:py-2">
              <th
                role="rowheader"
                scope="row"
                className="py-2 text-left font-normal text-ink-soft max-md:py-0.5"
              >
                {layer(`layer.${layerOf(at)}`)}
              </th>
              {elements.map((element, i) => (
                <td role="cell" key={element} className="py-2 text-right max-md:py-0.5">
                  <Amount amount={BigInt(sums[3 * at + i] ?? '0')} element={element} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/useSemanticElements lint/a11y/noRedundantRoles: end */}
    </Section>
  )
}

function Differences({ list }: { readonly list: readonly Difference[] }) {
  const t = useTranslations('audit')
  const text = (value: Difference['ledger']) => (value === null ? '—' : String(value))
  const columns: readonly Column<Difference>[] = [
    {
      key: 'table',
      header: t('table'),
      cell: (row) => row.table,
      text: (row) => row.table,
      filter: 'choice',
    },
    {
      key: 'key',
      header: t('row'),
      cell: (row) => <code className="break-all">{row.key}</code>,
      text: (row) => row.key,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'field',
      header: t('field'),
      cell: (row) => row.field,
      text: (row) => row.field,
      filter: 'choice',
    },
    {
      key: 'ledger',
      header: t('ledgerSays'),
      cell: (row) => <code className="break-all">{text(row.ledger)}</code>,
      text: (row) => text(row.ledger),
    },
    {
      key: 'shown',
      header: t('portalShows'),
      cell: (row) => <code className="break-all text-refused">{text(row.shown)}</code>,
      text: (row) => text(row.shown),
      phone: 'side',
    },
  ]
  return (
    <Section id="differences" title={t('differences')}>
      <Table
        name="differences"
        caption={t('differences')}
        rows={list}
        columns={columns}
        rowKey={(row) => `${row.table} ${row.key} ${row.field}`}
      />
    </Section>
  )
}
