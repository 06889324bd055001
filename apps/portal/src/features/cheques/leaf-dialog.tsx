'use client'
import { Amount, Dialog, Facts, Status } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { AccountLink, TransactionLink } from '../explorer/index.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import { type LeafRow, leafName, toneOfLeaf } from './answers.ts'
import { Slip } from './slip.tsx'
import type { OpenerOf } from './use-opener.ts'
import { WriteDialog } from './write-dialog.tsx'
import { writtenOn } from './written.ts'

type Props = {
  readonly leaf: LeafRow
  readonly network: string
  readonly open: OpenerOf
  readonly onClose: () => void
}

/** One leaf, and what can be done with it now: write a cheque, hand it over again, take the value back, or read what became of it. */
export function LeafDialog({ leaf, network, open, onClose }: Props) {
  const t = useTranslations('cheques')
  const written = writtenOn(leaf)
  if (leaf.state === 'ready' && !written && leaf.book.isMine)
    return <WriteDialog leaf={leaf} network={network} open={open} onClose={onClose} />
  if (leaf.state === 'expired' && leaf.book.isMine) return <TakeBackDialog leaf={leaf} onClose={onClose} />
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('one', { name: leafName(leaf) })}
      description={t(`next.${written && leaf.state === 'ready' ? 'written' : leaf.state}`)}
    >
      <div className="space-y-4">
        {written && leaf.state === 'ready' && <Slip text={written} name={leafName(leaf)} />}
        <LeafFacts leaf={leaf} />
      </div>
    </Dialog>
  )
}

function TakeBackDialog({ leaf, onClose }: Pick<Props, 'leaf' | 'onClose'>) {
  const t = useTranslations('cheques')
  const api = useTRPCClient()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const back = () => draftAndSign(() => api.cheques.takeBack.mutate({ bookId: leaf.book.id }))
  return (
    <CommandDialog
      title={t('one', { name: leafName(leaf) })}
      lead={t('next.expired')}
      go={t('own.takeBack')}
      pending={busy}
      onGo={back}
      onClose={onClose}
      error={error}
    >
      <LeafFacts leaf={leaf} />
    </CommandDialog>
  )
}

function LeafFacts({ leaf }: { readonly leaf: LeafRow }) {
  const t = useTranslations('cheques')
  const chinese = useLocale() === 'zh-CN'
  const { book, state, paid } = leaf
  const row = (label: string, value: ReactNode) => ({ label, value })
  return (
    <Facts
      rows={[
        row(t('state'), <Status tone={toneOfLeaf[state]}>{t(`states.${state}`)}</Status>),
        row(t('most'), <Amount amount={book.most} element="value" />),
        row(t('centre'), chinese ? book.centre.nameZh : book.centre.name),
        row(t('until'), t('atHeight', { height: book.expiry })),
        ...(paid
          ? [
              row(t('paid'), <Amount amount={paid.amount} element="value" />),
              row(t('payee'), <AccountLink keyHash={paid.payee} />),
              row(t('payment'), <TransactionLink txid={paid.txid} />),
            ]
          : []),
      ]}
    />
  )
}
