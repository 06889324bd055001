'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, EmptyState, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { PublishDialog } from '../coop/index.ts'
import { useSession } from '../session/index.ts'
import type { Work } from './answers.ts'
import { useName } from './work-facts.tsx'

/** What is collected for a work: the house's orders, which pay as a whole or give every pledge back. */
export function Funding({ work }: { readonly work: Work }) {
  const t = useTranslations('works.funding')
  const { may } = useSession()
  const [opening, setOpening] = useState(false)
  const open = work.isMyAccount && may('coop.publish') && (
    <Button onClick={() => setOpening(true)}>{t('open')}</Button>
  )
  if (!may('coop.list')) return null
  return (
    <Section id="funding" title={t('title')} lead={t('lead')} actions={open}>
      {work.orders.length === 0 && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      {work.orders.length > 0 && (
        <ul className="divide-y border-y">
          {work.orders.map(({ id, title, need, deadline }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
              <Link className="underline" href={`/co-op/orders/${id}`}>
                {title}
              </Link>
              <span className="text-ink-soft">
                <Amount amount={need} element="value" unit="" /> · {t('until', { height: deadline })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {opening && <OpenFunding work={work} onClose={() => setOpening(false)} />}
    </Section>
  )
}

/** The co-op's own form, begun with what is known of the work. */
function OpenFunding({ work, onClose }: { readonly work: Work; readonly onClose: () => void }) {
  const t = useTranslations('works.funding')
  const nameOf = useName()
  const { data } = useQuery(useTRPC().coop.orders.queryOptions())
  if (!data) return null
  const name = nameOf(work.organisation)
  const goods = work.title
  const contract = { name, account: work.account, amount: '', reference: work.id.slice(0, 8), goods }
  const begun = { workId: work.id, title: t('titleOf', { title: work.title }), buyer: name, contract }
  return <PublishDialog orders={data} begun={begun} onClose={onClose} />
}
