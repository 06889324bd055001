'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, EmptyState, Section } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { FormDialog } from '../forms/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import type { Say } from './answers.ts'

const STARS = ['5', '4', '3', '2', '1']

/** What players say of titles, moderated by nobody, and what their studios answer. */
export function FeedbackSection() {
  const t = useTranslations('studio.feedback')
  const { may } = useSession()
  const { data, error } = useQuery(useTRPC().studio.feedback.queryOptions())
  const [saying, setSaying] = useState(false)
  const say = data && data.open.length > 0 && may('studio.play') && (
    <Button onClick={() => setSaying(true)}>{t('say')}</Button>
  )
  return (
    <Section id="feedback" title={t('title')} lead={t('lead')} actions={say}>
      <RefusalView error={error} />
      {data?.entries.length === 0 && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      <ul className="divide-y divide-line">
        {data?.entries.map((one) => (
          <Entry key={one.id} one={one} />
        ))}
      </ul>
      {saying && data && <SayDialog titles={data.open} onClose={() => setSaying(false)} />}
    </Section>
  )
}

function Entry({ one }: { readonly one: Say }) {
  const t = useTranslations('studio.feedback')
  const format = useFormatter()
  const { may } = useSession()
  const [answering, setAnswering] = useState(false)
  return (
    <li className="py-3">
      <p className="text-small text-ink-soft">
        {one.title} · {t('starsValue', { stars: one.stars })} · {format.dateTime(one.createdAt, 'short')}
        {one.isMine && <> · {t('mine')}</>}
      </p>
      <p className="break-words">{one.words}</p>
      {one.answer && (
        <p className="mt-2 border-line border-l-2 pl-3 break-words">
          <span className="block text-small text-ink-soft">{t('studio')}</span>
          {one.answer.words}
        </p>
      )}
      {one.mayAnswer && may('studio.contract') && (
        <div className="mt-2">
          <Button size="small" onClick={() => setAnswering(true)}>
            {t('answer')}
          </Button>
        </div>
      )}
      {answering && <AnswerDialog id={one.id} onClose={() => setAnswering(false)} />}
    </li>
  )
}

type SayProps = {
  readonly titles: readonly { readonly id: string; readonly name: string }[]
  readonly onClose: () => void
}

function SayDialog({ titles, onClose }: SayProps) {
  const t = useTranslations('studio.feedback')
  const api = useTRPCClient()
  const stars = STARS.map((value) => ({ value, label: t('starsValue', { stars: Number(value) }) }))
  const games = titles.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <FormDialog
      title={t('say')}
      lead={t('sayLead')}
      go={t('go')}
      done={t('said')}
      onClose={onClose}
      fields={[
        { name: 'titleId', label: t('game'), options: games },
        { name: 'stars', label: t('stars'), options: stars },
        { name: 'words', label: t('words'), most: 500 },
      ]}
      send={({ commandKey, text, count }) =>
        api.studio.giveFeedback.mutate({
          ...{ commandKey, titleId: text('titleId'), stars: count('stars'), words: text('words') },
        })
      }
    />
  )
}

function AnswerDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useTranslations('studio.feedback')
  const api = useTRPCClient()
  return (
    <FormDialog
      title={t('answer')}
      lead={t('answerLead')}
      go={t('answerGo')}
      done={t('answered')}
      onClose={onClose}
      fields={[{ name: 'words', label: t('answerWords'), most: 500 }]}
      send={({ text }) => api.studio.answerFeedback.mutate({ feedbackId: id, words: text('words') })}
    />
  )
}
