import { Check, Circle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Group } from './group-section.tsx'

/** What is left of the founding of a group, step by step; nothing once it stands on people alone. */
export function Founding({ group: { name, founding } }: { readonly group: Group }) {
  const t = useTranslations('foundation')
  if (founding.every(isDone)) return null
  const title = t('founding.title', { group: t(`groups.${name}`) })
  return (
    <div className="mb-6 border-l-4 border-waiting bg-raised px-4 py-3">
      <h3 className="font-strong">{title}</h3>
      <p className="mt-1 text-small text-ink-soft">{t('founding.lead')}</p>
      <ol aria-label={title} className="mt-4 grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-4">
        {founding.map((step) => (
          <FoundingStep
            key={step.step}
            group={name}
            step={step}
            isNext={step === founding.find((one) => !isDone(one))}
          />
        ))}
      </ol>
    </div>
  )
}

type Step = Group['founding'][number]
const isDone = ({ have, need }: Step) => have >= need

type StepProps = { readonly group: string; readonly step: Step; readonly isNext: boolean }

function FoundingStep({ group, step, isNext }: StepProps) {
  const t = useTranslations('foundation.founding')
  const Mark = isDone(step) ? Check : Circle
  return (
    <li
      aria-current={isNext ? 'step' : undefined}
      className={`border-t-2 pt-2 ${isNext ? 'border-ink' : 'border-line-strong'}`}
    >
      <p className="flex items-center gap-2 font-strong">
        <Mark className="size-4 shrink-0" role="img" aria-label={t(isDone(step) ? 'done' : 'open')} />
        {t(`${step.step}.title`)}
        <span className="figures ml-auto text-small whitespace-nowrap text-ink-soft">
          {t('progress', { have: step.have, need: step.need })}
        </span>
      </p>
      <p className="mt-1 text-small text-ink-soft">{t(`${step.step}.lead`, { group })}</p>
    </li>
  )
}
