'use client'
import { classNames, Skeleton } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { FirstKey } from './enrol-first-key.tsx'
import { SecondKey } from './enrol-second-key.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Invitation = ApiAnswers['auth']['invitation']['read']
type Step =
  | { readonly at: 'first' }
  | { readonly at: 'second'; readonly codes: readonly string[] }
  | { readonly at: 'codes'; readonly codes: readonly string[] }
const steps = ['first', 'second', 'codes'] as const

/** How an invited person comes in: first key, second key, recovery codes, done. */
export function Enrol({ token }: { readonly token: string }) {
  const t = useTranslations('sign-in')
  const api = useTRPCClient()
  const locale = useLocale()
  const [invitation, setInvitation] = useState<Invitation>()
  const [error, setError] = useState<unknown>()
  const [step, setStep] = useState<Step>({ at: 'first' })
  useEffect(() => {
    api.auth.invitation.read.mutate({ token }).then(setInvitation, setError)
  }, [api, token])

  if (error) return <RefusalView error={error} />
  if (!invitation) return <Skeleton className="h-48" />
  const organisation = locale === 'zh-CN' ? invitation.organisationNameZh : invitation.organisationName
  return (
    <div className="space-y-6">
      <div>
        <h1 className="text-title font-strong">{t('enrol.title', { organisation })}</h1>
        <p className="mt-1 text-ink-soft">
          {t('enrol.role', { role: t(`roles.${invitation.role}`) })}
          {invitation.isAdmin && ` ${t('enrol.admin')}`}
        </p>
      </div>
      <ol aria-label={t('enrol.steps')} className="flex gap-2 text-small">
        {steps.map((name, at) => (
          <li
            key={name}
            aria-current={step.at === name ? 'step' : undefined}
            className={classNames(
              'flex-1 border-t-2 pt-1.5 text-ink-faint',
              steps.indexOf(step.at) >= at && 'border-ink text-ink',
              step.at === name && 'font-strong',
            )}
          >
            {at + 1}. {t(`enrol.step.${name}`)}
          </li>
        ))}
      </ol>
      {step.at === 'first' && (
        <FirstKey
          token={token}
          readmits={invitation.readmits}
          onDone={(codes) => setStep({ at: 'second', codes })}
        />
      )}
      {step.at === 'second' && <SecondKey onDone={() => setStep({ at: 'codes', codes: step.codes })} />}
      {step.at === 'codes' && (
        <RecoveryCodes codes={step.codes} onDone={() => window.location.assign(`/${locale}/overview`)} />
      )}
    </div>
  )
}
