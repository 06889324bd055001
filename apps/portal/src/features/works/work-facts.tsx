'use client'
import { Amount, EmptyState, Facts, Status } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { AccountLink, TransactionLink } from '../explorer/index.ts'
import { type Tip, toneOf, type Work } from './answers.ts'

/** The name in the reader's language. */
export function useName() {
  const chinese = useLocale() === 'zh-CN'
  return ({ name, nameZh }: { readonly name: string; readonly nameZh: string }) => (chinese ? nameZh : name)
}

/** Whose work it is, of what kind, and which account signs and is paid. */
export function WorkFacts({ work }: { readonly work: Work }) {
  const t = useTranslations('works')
  const nameOf = useName()
  const given = work.tips.reduce((sum, { amount }) => sum + amount, 0n)
  return (
    <Facts
      rows={[
        { label: t('creator'), value: nameOf(work.organisation) },
        { label: t('field'), value: t(`fields.${work.field}`) },
        { label: t('account'), value: <AccountLink keyHash={work.account} /> },
        {
          label: t('tips.together'),
          value: <Amount amount={given} element="value" />,
        },
        ...work.rights.map(({ code, issuer }) => ({
          label: t('certified'),
          value: (
            <>
              <Link className="font-mono break-all underline" href={`/verify?code=${code}`}>
                {code}
              </Link>{' '}
              {nameOf(issuer)}
            </>
          ),
        })),
      ]}
    />
  )
}

/** What a work was given, with the words that came with it. */
export function Tips({ tips }: { readonly tips: readonly Tip[] }) {
  const t = useTranslations('works.tips')
  const format = useFormatter()
  if (tips.length === 0) return <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>
  return (
    <ul className="divide-y border-y">
      {tips.map(({ id, amount, note, createdAt, state, txid }) => (
        <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
          <span className="min-w-0 break-words">{note}</span>
          <span className="flex flex-wrap items-baseline gap-x-3">
            <Amount amount={amount} element="value" unit="" />
            <span className="text-small text-ink-soft">{format.dateTime(createdAt, 'day')}</span>
            {state === 'on-its-way' ? (
              <Status tone={toneOf[state]}>{t('onItsWay')}</Status>
            ) : (
              <TransactionLink txid={txid} />
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
