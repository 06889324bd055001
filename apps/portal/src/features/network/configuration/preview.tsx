'use client'
import { useQuery } from '@tanstack/react-query'
import { EmptyState, Skeleton } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/client.tsx'
import type { ApiAnswers } from '../../../trpc/types.ts'
import { RefusalView } from '../../refusals/index.ts'
import { NodeRefusal } from './node-refusal.tsx'
import type { Draft } from './use-configuration.ts'

type Judged = Extract<ApiAnswers['network']['previewConfiguration'], { accepted: true }>
/** Refusals of figures that a block made under the new values would carry otherwise: nothing in it was wrong. */
const computed = ['reward-wrong', 'state-hash', 'totals-wrong', 'block-bits']

/** The last blocks judged again by the node with these changes: how many would have been refused, and by what rule. */
export function Preview({ changes }: { readonly changes: Draft['changes'] }) {
  const preview = useTRPC().network.previewConfiguration
  const { data, error } = useQuery(preview.queryOptions({ changes }, { staleTime: Number.POSITIVE_INFINITY }))
  if (error) return <RefusalView error={error} />
  if (!data) return <Skeleton className="h-24" />
  return data.accepted ? <Found judged={data} /> : <NodeRefusal refused={data.refusal} />
}

function Found({ judged }: { readonly judged: Judged }) {
  const t = useTranslations('configuration.preview')
  const { blocks, refused } = judged
  if (blocks === 0) return <EmptyState title={t('noBlocks')} />
  const count = refused.reduce((sum, rule) => sum + rule.blocks, 0)
  return (
    <section
      className="border-l-4 border-line-strong bg-sunk px-4 py-3"
      role="status"
      aria-label={t('title', { blocks })}
    >
      <h3 className="font-strong">{t('title', { blocks })}</h3>
      <p>{count === 0 ? t('none') : t('some', { count, blocks })}</p>
      <p className="text-small text-ink-soft">{t('lead')}</p>
      {refused.length > 0 && <Rules refused={refused} />}
      {refused.some(({ code }) => computed.includes(code)) && (
        <p className="mt-2 text-small text-ink-soft">{t('computed')}</p>
      )}
    </section>
  )
}

function Rules({ refused }: Pick<Judged, 'refused'>) {
  const t = useTranslations('configuration.preview')
  const tr = useTranslations('refusals')
  const { number } = useFormatter()
  // A sentence that wants facts of one case says nothing of many.
  const titleOf = (code: string) => {
    const title = tr.has(`${code}.title`) ? String(tr.raw(`${code}.title`)) : ''
    return title.includes('{') ? '' : title
  }
  return (
    <table aria-label={t('rule')} className="mt-2 w-full border-collapse text-left">
      <thead>
        <tr className="border-b border-ink text-small text-ink-soft">
          <th scope="col" className="py-1 pr-4 font-normal">
            {t('rule')}
          </th>
          <th scope="col" className="py-1 pr-4 text-right font-normal">
            {t('count')}
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            {t('first')}
          </th>
        </tr>
      </thead>
      <tbody>
        {refused.map(({ code, blocks, first }) => (
          <tr key={code} className="border-b border-line">
            <th scope="row" className="py-1 pr-4 font-normal">
              {titleOf(code)} <span className="font-mono text-small text-ink-soft">{code}</span>
            </th>
            <td className="py-1 pr-4 text-right figures">{number(blocks)}</td>
            <td className="py-1 text-right figures">{number(first)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
