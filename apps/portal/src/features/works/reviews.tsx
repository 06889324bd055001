'use client'
import { EmptyState, FormField, Select, TextArea, useToast } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'
import type { Review, Work } from './answers.ts'
import { useName } from './work-facts.tsx'

const MOST = 5

/** What members say of a work. */
export function Reviews({ reviews }: { readonly reviews: readonly Review[] }) {
  const t = useTranslations('works.reviews')
  const format = useFormatter()
  const nameOf = useName()
  if (reviews.length === 0) return <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>
  return (
    <ul className="divide-y border-y">
      {reviews.map(({ id, stars, words, from, createdAt }) => (
        <li key={id} className="space-y-0.5 py-2">
          <p className="text-small text-ink-soft">
            <span role="img" aria-label={t('starsOf', { stars, most: MOST })}>
              {'★'.repeat(stars)}
              {'☆'.repeat(MOST - stars)}
            </span>{' '}
            {nameOf(from)} · {format.dateTime(createdAt, 'day')}
          </p>
          <p className="break-words">{words}</p>
        </li>
      ))}
    </ul>
  )
}

/** Says what one thinks of a work, once; its points are booked with it. */
export function ReviewDialog({ work, onClose }: { readonly work: Work; readonly onClose: () => void }) {
  const t = useTranslations('works.reviews')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [stars, setStars] = useState(String(MOST))
  const [words, setWords] = useState('')
  async function send() {
    const made = await run(() => {
      if (words.trim() === '') throw new RefusedHere('words-missing')
      return api.works.review.mutate({ workId: work.id, stars: Number(stars), words })
    })
    if (!made) return
    toast({ title: t('sent', { points: made.points }) })
    onClose()
  }
  const choices = Array.from({ length: MOST }, (_, at) => String(MOST - at))
  return (
    <CommandDialog
      title={t('write')}
      lead={t('lead', { points: work.reviewPoints })}
      go={t('go')}
      pending={busy}
      onGo={send}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('stars')}>
        <Select
          value={stars}
          onChange={(event) => setStars(event.target.value)}
          options={choices.map((value) => ({
            value,
            label: t('starsOf', { stars: Number(value), most: MOST }),
          }))}
        />
      </FormField>
      <FormField label={t('words')}>
        <TextArea maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
