'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, EmptyState, Facts, Hash, Section, Skeleton, type StateTone, Status } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, TransactionLink } from '../explorer/links.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { ModelActs } from './model-acts.tsx'
import { ModelDialog } from './model-dialog.tsx'
import { useDays } from './use-days.ts'

type Answer = ApiAnswers['credit']['models']
type Model = Answer['models'][number]
const POLL_MS = 5_000
const toneOf: Readonly<Record<Model['state'], StateTone>> = {
  drafting: 'waiting',
  'to-sign': 'waiting',
  'on-its-way': 'waiting',
  open: 'plain',
  ending: 'waiting',
  ended: 'quiet',
  lapsed: 'refused',
  refused: 'refused',
}

/** The own authority's credit models: set, signed once, seen at work, ended (docs/adr/0049). */
export function Models() {
  const t = useTranslations('credit.models')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().credit.models.queryOptions(undefined, { refetchInterval }))
  const [setting, setSetting] = useState(false)
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  const set = (
    <Button variant="primary" onClick={() => setSetting(true)}>
      {t('set')}
    </Button>
  )
  return (
    <>
      <Section title={t('title')} lead={t('lead')} actions={set}>
        {data.models.length === 0 && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        <ul className="divide-y border-y empty:hidden" aria-label={t('title')}>
          {data.models.map((model) => (
            <OneModel key={model.id} model={model} data={data} />
          ))}
        </ul>
      </Section>
      {setting && <ModelDialog data={data} onClose={() => setSetting(false)} />}
    </>
  )
}

type OneProps = { readonly model: Model; readonly data: Answer }

function OneModel({ model, data }: OneProps) {
  const t = useTranslations('credit.models')
  const format = useFormatter()
  const { state, refusal, signed, left } = model
  return (
    <li className="space-y-3 py-4">
      <h3 className="flex flex-wrap items-center gap-x-4 gap-y-1 font-strong">
        {model.model.title}
        <Status tone={toneOf[state]}>{t(`states.${state}`)}</Status>
      </h3>
      {signed && (
        <p className="text-small text-ink-soft">
          {t('signed', { name: signed.name, at: format.dateTime(signed.at, 'short') })}
        </p>
      )}
      {refusal && <RefusalView error={new RefusedHere(refusal)} />}
      <Facts
        rows={[
          { label: t('left'), value: <Amount amount={left} element="credit" /> },
          ...termsRows(model.model, data, t),
          { label: t('termsHash'), value: <Hash hash={model.termsHash} /> },
          ...(model.txid ? [{ label: t('handedOn'), value: <TransactionLink txid={model.txid} /> }] : []),
        ]}
      />
      <Approved model={model} />
      <ModelActs model={model} />
    </li>
  )
}

type Words = ReturnType<typeof useTranslations<'credit.models'>>

function termsRows(model: Model['model'], { height, blocksPerDay }: Answer, t: Words) {
  const days = (blocks: number) => <Days blocks={blocks} blocksPerDay={blocksPerDay} />
  return [
    { label: t('total'), value: <Amount amount={model.total} /> },
    { label: t('mostOrder'), value: <Amount amount={model.mostOrder} /> },
    { label: t('mostDebtor'), value: <Amount amount={model.mostDebtor} /> },
    { label: t('leastScore'), value: model.leastScore },
    { label: t('mostTerm'), value: days(model.mostTermBlocks) },
    { label: t('purposes'), value: model.purposes.join(' · ') },
    { label: t('suppliers'), value: <Suppliers suppliers={model.suppliers} /> },
    {
      label: t('hours'),
      value: t(model.onWeekends ? 'hoursAlways' : 'hoursOf', { from: model.fromHour, to: model.toHour }),
    },
    {
      label: t('until'),
      value: <Until until={model.untilHeight} height={height} blocksPerDay={blocksPerDay} />,
    },
  ]
}

/** By the names that the authority gave them; what its key signs is their accounts. */
const Suppliers = ({ suppliers }: { readonly suppliers: Model['model']['suppliers'] }) => (
  <ul>
    {suppliers.map(({ name, account }) => (
      <li key={account} className="flex flex-wrap items-baseline gap-x-3">
        {name} <AccountLink keyHash={account} />
      </li>
    ))}
  </ul>
)

type UntilProps = Pick<Answer, 'height' | 'blocksPerDay'> & { readonly until: number }

/** The block at which a model ends, and how long that is from now. */
function Until({ until, height, blocksPerDay }: UntilProps) {
  const t = useTranslations('credit.models')
  const days = useDays(blocksPerDay)
  return until > height
    ? t('untilIn', { height: until, time: days(until - height) })
    : t('untilBlock', { height: until })
}

const Days = ({ blocks, blocksPerDay }: { readonly blocks: number; readonly blocksPerDay: number }) =>
  useDays(blocksPerDay)(blocks)

/** What the model has approved, each with the application behind it. */
function Approved({ model: { approved } }: { readonly model: Model }) {
  const t = useTranslations('credit.models')
  const format = useFormatter()
  if (approved.length === 0) return null
  return (
    <ul className="space-y-1 text-small" aria-label={t('approved')}>
      {approved.map(({ applicationId, amount, at }) => (
        <li key={applicationId} className="flex flex-wrap gap-x-3">
          <Link href={`/credit/${applicationId}`}>
            {t('approvedAt', { at: format.dateTime(at, 'short') })}
          </Link>
          <Amount amount={amount} element="debt" />
        </li>
      ))}
    </ul>
  )
}
