'use client'
import { Button, Dialog, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusalView } from '../../refusals/index.ts'
import { useSession } from '../../session/index.ts'
import { type Choice, type ProposalView, useChoose } from './use-configuration.ts'

type OwnProps = { readonly proposal: ProposalView; readonly title: string; readonly height: number }

/** What this node does about a proposal, and the operator's way to change it: a key signs each choice. */
export function OwnChoice({ proposal, title, height }: OwnProps) {
  const t = useTranslations('configuration')
  const { may } = useSession()
  const [asked, setAsked] = useState<Choice>()
  const { choice, vote, from } = proposal
  const choices: readonly Choice[] = [
    ...(choice !== 'vote' && height < vote.to ? (['vote'] as const) : []),
    ...(choice !== 'stay' && height < from - 1 ? (['stay'] as const) : []),
    ...(choice === null ? [] : [null]),
  ]
  const word = (one: Choice) => t(one === null ? 'unvote' : one)
  return (
    <div className="mt-5 border-t border-line pt-4">
      <p className="mb-2">
        <span className="font-strong">{t('own')}: </span>
        {t(`choice.${choice ?? 'none'}`, { height: from })}
      </p>
      {may('network.vote') && (
        <div className="flex flex-wrap gap-2">
          {choices.map((one) => (
            <Button
              key={word(one)}
              variant={one === 'vote' ? 'primary' : 'plain'}
              onClick={() => setAsked(one)}
            >
              {word(one)}
            </Button>
          ))}
        </div>
      )}
      {asked !== undefined && (
        <ChoiceDialog proposal={proposal} title={title} choice={asked} onClose={() => setAsked(undefined)} />
      )}
    </div>
  )
}

function ChoiceDialog({
  proposal,
  title,
  choice,
  onClose,
}: {
  readonly proposal: ProposalView
  readonly title: string
  readonly choice: Choice
  readonly onClose: () => void
}) {
  const t = useTranslations('configuration')
  const toast = useToast()
  const { choose, error } = useChoose()
  const key = choice ?? 'none'
  const press = async () => {
    if (!(await choose(proposal.id, choice))) return
    toast({ title: t(`chosen.${key}`) })
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`sheet.${key}`, { title })}
      description={t('sheet.lead')}
      footer={
        <>
          <Button onClick={onClose}>{t('sheet.keep')}</Button>
          <Button variant={choice === 'stay' ? 'danger' : 'primary'} onClick={press}>
            {t(choice === null ? 'unvote' : choice)}
          </Button>
        </>
      }
    >
      {choice === 'stay' && <p>{t('sheet.stayLead', { title, from: proposal.from })}</p>}
      <RefusalView error={error} />
    </Dialog>
  )
}
