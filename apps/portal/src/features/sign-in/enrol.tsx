'use client'
import { classNames, Skeleton } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { FirstKey } from './enrol-first-key.tsx'
import { SecondKey } from './enrol-second-key.tsx'
import { leaveFor } from './go-on.ts'
import { Join } from './join.tsx'
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
  const [person, setPerson] = useState<string>()
  const [error, setError] = useState<unknown>()
  const [step, setStep] = useState<Step>({ at: 'first' })
  useEffect(() => {
    const read = async () => {
      const [me, offer] = await Promise.all([
        api.auth.session.me.query(),
        api.auth.invitation.read.mutate({ token }),
      ])
      if (!offer.readmits) setPerson(me?.personName)
      setInvitation(offer)
    }
    read().catch(setError)
  }, [api, token])

  if (error)
    return (
      <RefusalView
        error={error}
        action={
          <Link href="/sign-in" className="underline">
            {t('back')}
          </Link>
        }
      />
    )
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
      {person !== undefined && <Join token={token} name={person} organisation={organisation} />}
      {person === undefined && <Steps at={step.at} />}
      {person === undefined && step.at === 'first' && (
        <FirstKey
          token={token}
          readmits={invitation.readmits}
          onDone={(codes) => setStep({ at: 'second', codes })}
        />
      )}
      {step.at === 'second' && <SecondKey onDone={() => setStep({ at: 'codes', codes: step.codes })} />}
      {step.at === 'codes' && (
        <RecoveryCodes
          codes={step.codes}
          go={t('codes.done')}
          onDone={() => leaveFor(`/${locale}/overview`)}
        />
      )}
    </div>
  )
}

/** How far the enrolment is. */
function Steps({ at: now }: { readonly at: Step['at'] }) {
  const t = useTranslations('sign-in')
  return (
    <ol aria-label={t('enrol.steps')} className="flex gap-2 text-small">
      {steps.map((name, at) => (
        <li
          key={name}
          aria-current={now === name ? 'step' : undefined}
          className={classNames(
            'flex-1 border-t-2 pt-1.5 text-ink-faint',
            steps.indexOf(now) >= at && 'border-ink text-ink',
            now === name && 'font-strong',
          )}
        >
          {at + 1}. {t(`enrol.step.${name}`)}
        </li>
      ))}
    </ol>
  )
}
