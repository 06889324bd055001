'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { AnswerAppeal } from './answer-appeal.tsx'
import { type Appeal, Appeals } from './appeals.tsx'

const POLL_MS = 10_000

/** The appeals to the own authority, each opened to be answered; a regulator reads all of them. */
export function WatchedAppeals() {
  const t = useTranslations('standing.appeals')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().standing.appeals.queryOptions(undefined, { refetchInterval }))
  const [open, setOpen] = useState<Appeal>()
  const answer = (appeal: Appeal) => setOpen(appeal.answer === null ? appeal : undefined)
  return (
    <>
      <RefusalView error={error} />
      <Appeals rows={data} empty={t('noneWatched')} {...(may('score.answer') && { onOpen: answer })} />
      {open && <AnswerAppeal appeal={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

/** What the own organisation appealed, and how it was answered. */
export function OwnAppeals() {
  const t = useTranslations('standing.appeals')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().standing.ownAppeals.queryOptions(undefined, { refetchInterval }))
  if (error) return <RefusalView error={error} />
  return <Appeals rows={data?.appeals} empty={t('noneOwn')} />
}
