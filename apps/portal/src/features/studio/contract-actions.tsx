'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, FormField, formatUnits, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { mustBeAmount, mustBeFilled } from '../forms/index.ts'
import { CommandDialog, RefusalView, useFieldErrors } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Advance, Contract, Start } from './answers.ts'
import { ProposeDialog } from './propose-dialog.tsx'

type Open = 'join' | 'advance' | 'next'
type Props = { readonly contract: Contract; readonly advances: readonly Advance[] }

/** What one can do with a version now: take part, sign, take it back, pay ahead, propose the next. */
export function ContractActions({ contract, advances }: Props) {
  const t = useTranslations('studio.contract')
  const { may } = useSession()
  const api = useTRPCClient()
  const { data: start } = useQuery(useTRPC().studio.start.queryOptions())
  const { run, error } = useCommand()
  const signing = useDraftedAct()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const { state, actId, part, id, hasJoined, terms } = contract
  const given = advances.reduce((sum, { amount }) => sum + amount, 0n)
  const left = (terms.advance?.amount ?? 0n) - given
  const isOpen = ['proposed', 'preparing', 'to-sign', 'lapsed'].includes(state)
  const isOver = ['agreed', 'withdrawn', 'refused'].includes(state)
  return (
    <>
      <RefusalView error={error ?? signing.error} />
      {isOpen && may('studio.contract') && (
        <Button variant="quiet" onClick={() => run(() => api.studio.withdraw.mutate({ contractId: id }))}>
          {t(part === 'studio' ? 'withdraw' : 'decline')}
        </Button>
      )}
      {state === 'proposed' && !hasJoined && may('studio.contract') && (
        <Button variant="primary" onClick={() => setOpen('join')}>
          {t('join.open')}
        </Button>
      )}
      {state === 'to-sign' && actId && (
        <Button variant="primary" onClick={() => signing.signAct(actId)}>
          {t('sign')}
        </Button>
      )}
      {isOver && part === 'studio' && may('studio.contract') && (
        <Button onClick={() => setOpen('next')}>{t('next')}</Button>
      )}
      {state === 'agreed' && part === 'publisher' && left > 0n && may('studio.pay') && (
        <Button variant="primary" onClick={() => setOpen('advance')}>
          {t('pay.open')}
        </Button>
      )}
      {open === 'join' && start && <JoinDialog contract={contract} start={start} onClose={close} />}
      {open === 'advance' && <AdvanceDialog contract={contract} left={left} onClose={close} />}
      {open === 'next' && start && <ProposeDialog start={start} of={contract} onClose={close} />}
    </>
  )
}

type DialogProps = { readonly contract: Contract; readonly onClose: () => void }

/** Takes part in a proposed contract: with an account, and with the act key that will sign. */
function JoinDialog({ contract, start, onClose }: DialogProps & { readonly start: Start }) {
  const t = useTranslations('studio.contract.join')
  const api = useTRPCClient()
  const { run, error, busy } = useCommand()
  const errorAt = useFieldErrors(error)
  const [account, setAccount] = useState(start.account ?? '')
  async function join() {
    const done = await run(async () => {
      mustBeFilled('account-empty', { account })
      return api.studio.join.mutate({ contractId: contract.id, account })
    })
    if (done) onClose()
  }
  return (
    <CommandDialog
      title={t('title', { title: contract.title })}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      onGo={join}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('account')} hint={t('accountHint')} error={errorAt('account')}>
        <TextInput
          className="font-mono"
          maxLength={200}
          spellCheck={false}
          value={account}
          onChange={(event) => setAccount(event.target.value)}
        />
      </FormField>
    </CommandDialog>
  )
}

/** Pays a part of the agreed advance out of the own account. */
function AdvanceDialog({ contract, left, onClose }: DialogProps & { readonly left: bigint }) {
  const t = useTranslations('studio.contract.pay')
  const api = useTRPCClient()
  const { decimals, locale } = useUi()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const errorAt = useFieldErrors(error)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  const pay = () =>
    draftAndSign(async () => {
      const amount = mustBeAmount(text, decimals, 'amount')
      return api.studio.advance.mutate({ commandKey, contractId: contract.id, amount })
    })
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      onGo={pay}
      onClose={onClose}
      error={error}
    >
      <FormField
        label={t('amount')}
        hint={t('amountHint', { left: formatUnits(left, decimals, locale) })}
        error={errorAt('amount')}
      >
        <TextInput amount value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
