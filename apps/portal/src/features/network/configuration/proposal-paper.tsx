'use client'
import { Hash, Stat, StatRow, Status, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { ChangesTable } from './changes-table.tsx'
import { OwnChoice } from './own-choice.tsx'
import { ShareChart } from './share-chart.tsx'
import type { ConfigurationView, ProposalView } from './use-configuration.ts'
import { useBlockTime, useShare } from './use-parameter-words.ts'
import { VotersOf } from './voters-of.tsx'

type PaperProps = { readonly proposal: ProposalView; readonly view: ConfigurationView }

/** One open proposal: what it changes and why, how it stands, what happens when, and this node's choice. */
export function ProposalPaper({ proposal, view }: PaperProps) {
  const t = useTranslations('configuration')
  const title = useBoth(proposal.title)
  const reason = useBoth(proposal.reason)
  const changes = Object.entries(proposal.changes)
  const trial = Object.entries(proposal.trial)
  const now = ([parameter, after]: (typeof changes)[number]) => ({
    ...{ parameter, after },
    before: view.parameters[parameter],
  })
  return (
    <article className="min-w-0 border border-line-strong bg-raised p-4 sm:p-5" aria-label={title}>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-lead font-strong">{title}</h3>
        <Status tone={proposal.state === 'soon' ? 'quiet' : 'waiting'}>{t(`state.${proposal.state}`)}</Status>
      </div>
      <p className="mb-1 text-small text-ink-soft">
        <Hash hash={proposal.id} />
      </p>
      <p className="mb-4 max-w-3xl whitespace-pre-line">{reason}</p>
      <ChangesTable label={t('changes')} changes={changes.map(now)} />
      {trial.length > 0 && (
        <div className="mt-4">
          <p className="mb-1 text-small text-ink-soft">{t('trialLead')}</p>
          <ChangesTable label={t('trial')} changes={trial.map(now)} />
        </div>
      )}
      <div className="mt-5">
        <Standing proposal={proposal} view={view} />
      </div>
      {proposal.points.length > 0 && (
        <div className="mt-5">
          <ShareChart proposal={proposal} view={view} />
          <VotersOf proposal={proposal} />
        </div>
      )}
      <p className="mt-4 max-w-3xl text-ink-soft">
        <span className="font-strong text-ink">{t('then', { height: proposal.from })}: </span>
        {t('thenPass')}
      </p>
      <OwnChoice proposal={proposal} title={title} height={view.height} />
    </article>
  )
}

/** A text in the reader's language. */
export function useBoth(text: { readonly en: string; readonly zh: string }): string {
  return useUi().locale.startsWith('zh') ? text.zh : text.en
}

function Standing({ proposal, view }: PaperProps) {
  const t = useTranslations('configuration')
  const { number } = useFormatter()
  const percent = useShare()
  const { yes, blocks, vote, from, state, passes } = proposal
  const time = useBlockTime(Number(view.parameters.blockInterval))
  const ends = { soon: vote.from - view.height, counting: vote.to - view.height }
  const left = state === 'soon' ? ends.soon : ends.counting
  const leftWords = (key: 'soon' | 'counting' | 'counted', count: number) =>
    t(`left.${key}`, { blocks: count, time: time(count) })
  return (
    <StatRow>
      <Stat
        label={t('share')}
        value={blocks === 0 ? '–' : percent(yes / blocks)}
        note={
          <>
            {t('shareNote', { yes, blocks, threshold: percent(vote.threshold / 1_000) })}
            {blocks > 0 && <span className="block">{t(passes ? 'passing' : 'notPassing')}</span>}
          </>
        }
      />
      <Stat
        label={t('count')}
        value={t('countRange', { from: vote.from, to: vote.to })}
        note={state === 'soon' || state === 'counting' ? leftWords(state, left) : t('state.counted')}
      />
      <Stat label={t('inForce')} value={number(from)} note={leftWords('counted', from - view.height)} />
    </StatRow>
  )
}
