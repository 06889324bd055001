'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Checkbox, Facts, FormField, Hash, Select, Skeleton, TextArea, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { TransactionLink } from '../explorer/index.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'
import type { Appeal } from './appeals.tsx'

type Statable = ApiAnswers['standing']['appealShown']['statable'][number]
type Outcome = 'stands' | 'reopened'
type Props = { readonly appeal: Appeal; readonly onClose: () => void }

/** The authority's answer, said with its key: the score stands, or it says what is right of which output. */
export function AnswerAppeal({ appeal, onClose }: Props) {
  const t = useTranslations('standing.answer')
  const { data } = useQuery(useTRPC().standing.appealShown.queryOptions({ appealId: appeal.appealId }))
  const { send, error, busy } = useAnswer(appeal.appealId, onClose)
  const [outcome, setOutcome] = useState<Outcome>('stands')
  const [reason, setReason] = useState('')
  const [said, setSaid] = useState<readonly string[]>([])
  const statements = (data?.statable ?? [])
    .filter((one) => outcome === 'reopened' && said.includes(nameOf(one)))
    .map(({ output, says }) => ({ output, says }))
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t(`go.${outcome}`)}
      error={error}
      pending={busy}
      disabled={reason.trim() === '' || (outcome === 'reopened' && statements.length === 0)}
      onClose={onClose}
      onGo={() => send({ outcome, reason: reason.trim(), statements })}
    >
      <AppealFacts appeal={appeal} score={data?.standing.score} />
      <FormField label={t('outcome')}>
        <Select
          value={outcome}
          onChange={({ target }) => setOutcome(target.value === 'reopened' ? 'reopened' : 'stands')}
          options={(['stands', 'reopened'] as const).map((value) => ({
            value,
            label: t(`outcomes.${value}`),
          }))}
        />
      </FormField>
      {outcome === 'reopened' && <Statements list={data?.statable} said={said} onSay={setSaid} />}
      <FormField label={t('reason')} hint={t('reasonHint')}>
        <TextArea value={reason} maxLength={2000} onChange={({ target }) => setReason(target.value)} />
      </FormField>
    </CommandDialog>
  )
}

const nameOf = ({ output, says }: Statable) => `${says} ${output}`

function AppealFacts({ appeal, score }: { readonly appeal: Appeal; readonly score: number | undefined }) {
  const t = useTranslations('standing.answer')
  const names = useTranslations('credit.score.names')
  const { term, points, reason, document, height } = appeal
  return (
    <Facts
      rows={[
        { label: t('term'), value: names(term) },
        { label: t('stood'), value: t('stoodAt', { score: appeal.score, points, height }) },
        { label: t('now'), value: score ?? '…' },
        { label: t('said'), value: <span className="whitespace-pre-line">{reason}</span> },
        ...(document ? [{ label: t('document'), value: <Hash hash={document} /> }] : []),
      ]}
    />
  )
}

type StatementsProps = {
  readonly list: readonly Statable[] | undefined
  readonly said: readonly string[]
  readonly onSay: (said: readonly string[]) => void
}

function Statements({ list, said, onSay }: StatementsProps) {
  const t = useTranslations('standing.answer')
  if (!list) return <Skeleton className="h-20" />
  if (list.length === 0) return <p className="text-ink-soft">{t('nothing')}</p>
  const toggle = (name: string) =>
    onSay(said.includes(name) ? said.filter((one) => one !== name) : [...said, name])
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-strong">{t('statements')}</legend>
      <ul className="max-h-72 divide-y overflow-auto border-y">
        {list.map((one) => (
          <li key={nameOf(one)} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
            <Checkbox
              label={t(`says.${one.says}`)}
              checked={said.includes(nameOf(one))}
              onChange={() => toggle(nameOf(one))}
            />
            <Amount amount={one.amount} element={one.expiryHeight === null ? 'value' : 'debt'} />
            <span className="text-small text-ink-soft">
              {one.expiryHeight === null
                ? t('paidAt', { height: one.createdHeight })
                : t('dueAt', { due: one.expiryHeight, cleared: one.spentHeight ?? 0 })}
            </span>
            <TransactionLink txid={one.txid} />
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

type Answer = {
  readonly outcome: Outcome
  readonly reason: string
  readonly statements: { output: string; says: Statable['says'] }[]
}

function useAnswer(appealId: string, onDone: () => void) {
  const t = useTranslations('standing.answer')
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  async function send(answer: Answer) {
    const done = await run(() =>
      steppedUp('standing.answerAppeal', { appealId, ...answer }, (input) =>
        api.standing.answerAppeal.mutate(input),
      ),
    )
    if (!done) return
    toast({ title: t('done', { before: done.scoreBefore, after: done.scoreAfter }) })
    onDone()
  }
  return { send, error, busy }
}
