'use client'
import { Amount, Button, FormField, Notice, TextArea, useToast } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'

type Review = ApiAnswers['credit']['review']

/** Credit against advice: what stands in the way, and the words that the authority's key says to give it all the same. */
export function Overrule({ data: { application, ceilings } }: { readonly data: Review }) {
  const t = useTranslations('credit.overrule')
  const { id: applicationId } = application
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [reason, setReason] = useState('')
  const code = ceilings?.inTheWay
  if (!code) return null
  async function say() {
    const done = await run(() =>
      steppedUp('credit.overrule', { applicationId, reason: reason.trim() }, (input) =>
        api.credit.overrule.mutate(input),
      ),
    )
    if (done) toast({ title: t('said') })
  }
  return (
    <div className="mt-4 max-w-2xl space-y-3">
      <Notice tone="waiting" title={t(`codes.${code}.title`)}>
        {t(`codes.${code}.next`)}
      </Notice>
      <RefusalView error={error} />
      <FormField label={t('reason')} hint={t('reasonHint')}>
        <TextArea value={reason} maxLength={1000} onChange={({ target }) => setReason(target.value)} />
      </FormField>
      <Button disabled={busy || reason.trim() === ''} onClick={say}>
        {t('go')}
      </Button>
    </div>
  )
}

/** What authorities said before, each with who, when and how things stood. */
export function Overrules({ overrules }: { readonly overrules: Review['overrules'] }) {
  const t = useTranslations('credit.overrule')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  if (overrules.length === 0) return null
  return (
    <ul className="mt-4 max-w-2xl divide-y border-y" aria-label={t('saidBefore')}>
      {overrules.map(({ reason, by, organisation, createdAt, cover, amount, advised, over }) => (
        <li key={createdAt.toISOString()} className="space-y-1 py-3">
          <p className="whitespace-pre-line">{reason}</p>
          <p className="text-small text-ink-soft">
            {t('by', {
              name: by,
              organisation: chinese ? organisation.nameZh : organisation.name,
              at: format.dateTime(createdAt, 'short'),
            })}
          </p>
          <p className="flex flex-wrap gap-x-4 text-small text-ink-soft">
            <span>
              {t('stoodCover')} <Amount amount={cover} /> / <Amount amount={amount} />
            </span>
            {over > 0n && (
              <span>
                {t('stoodOver')} <Amount amount={over} /> / <Amount amount={advised} />
              </span>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}
