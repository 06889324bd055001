'use client'
import { Check, Circle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type Union, type UnionStage, unionSteps } from './stages.ts'

/** How far the founding of a union is, step by step. */
export function Founding({ union: { stage, given, need } }: { readonly union: Union }) {
  const t = useTranslations('communities.founding')
  const steps: readonly UnionStage[] = unionSteps
  const at = steps.indexOf(stage)
  return (
    <div className="mb-6 border-l-4 border-waiting bg-raised px-4 py-3">
      <h2 className="font-strong">{t('title')}</h2>
      <p className="mt-1 text-small text-ink-soft">{t('lead')}</p>
      <ol aria-label={t('title')} className="mt-4 grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-5">
        {unionSteps.map((step, i) => (
          <Step key={step} step={step} isDone={i < at || stage === 'final'} isNext={i === at}>
            {step === 'council' && need !== null && t('signatures', { given: given ?? 0, need })}
          </Step>
        ))}
      </ol>
    </div>
  )
}

type StepProps = {
  readonly step: Exclude<UnionStage, 'refused' | 'expired'>
  readonly isDone: boolean
  readonly isNext: boolean
  readonly children: React.ReactNode
}

function Step({ step, isDone, isNext, children }: StepProps) {
  const t = useTranslations('communities.founding')
  const Mark = isDone ? Check : Circle
  return (
    <li
      aria-current={isNext ? 'step' : undefined}
      className={`border-t-2 pt-2 ${isNext ? 'border-ink' : 'border-line-strong'}`}
    >
      <p className="flex items-center gap-2 font-strong">
        <Mark className="size-4 shrink-0" role="img" aria-label={t(isDone ? 'done' : 'open')} />
        {t(`steps.${step}`)}
        <span className="figures ml-auto text-small text-ink-soft">{children}</span>
      </p>
    </li>
  )
}
