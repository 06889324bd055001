'use client'
import { Notice, Progress, Section, type StateTone, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { Sample } from './sample-section.tsx'

type Part = Sample['progress'][number]

/** How far the sample is: one bar, and each part with what it does or waits for. */
export function SampleProgress({ sample }: { readonly sample: Sample }) {
  const t = useTranslations('overview.sample')
  const { progress, reason, state } = sample
  const sum = (pick: 'done' | 'total') => progress.reduce((all, part) => all + part[pick], 0)
  const isRemoving = state === 'removing'
  const stuck = reason !== null
  return (
    <Section
      id="sample"
      title={t(isRemoving ? 'removing' : 'running')}
      lead={isRemoving ? undefined : t('lead')}
    >
      {stuck && <Notice tone="waiting" title={t('stuck', { code: reason })} />}
      <div className="mt-2">
        <Progress
          label={t('title')}
          done={isRemoving ? 0 : sum('done')}
          total={sum('total') || 1}
          state={stuck ? 'waiting' : 'running'}
        />
      </div>
      <ul className="mt-3 divide-y border-y">
        {progress.map((part) => (
          <li key={part.part} className="flex flex-wrap items-baseline gap-x-4 py-2">
            <span className="grow">{t(`parts.${part.part}`)}</span>
            <Status tone={toneOf(part)}>{t(`waits.${waitOf(part, progress)}`)}</Status>
            <span className="figures w-16 text-right text-small text-ink-soft">
              {part.done} / {part.total}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const toneOf = ({ waits, done, total }: Part): StateTone =>
  done === total ? 'plain' : waits ? 'waiting' : 'quiet'

function waitOf({ part, waits, done, total }: Part, all: readonly Part[]): string {
  if (done === total) return 'done'
  const members = all.find((one) => one.part === 'members')
  if (part !== 'members' && members && members.done < members.total) return 'later'
  return waits ?? 'none'
}
