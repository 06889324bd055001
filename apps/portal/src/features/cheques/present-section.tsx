'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  type Column,
  EmptyState,
  plainUnits,
  Section,
  Status,
  saveFile,
  Table,
  useToast,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { AccountLink, TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { type Presented, toneOfPresented } from './answers.ts'
import { ChequeForm, type Found } from './cheque-form.tsx'
import { useKnown } from './use-known.ts'

const POLL_MS = 4_000

/** Checks a cheque that came in and presents it; below, those that were presented so far. */
export function PresentSection() {
  const t = useTranslations('cheques.present')
  const { data: known, error } = useKnown()
  const refetchInterval = usePolling(POLL_MS)
  const asked = useQuery(useTRPC().cheques.presented.queryOptions(undefined, { refetchInterval }))
  return (
    <>
      <Section id="present" title={t('title')} lead={t('lead')}>
        {!known && <RefusalView error={error} />}
        <div className="max-w-2xl">
          <ChequeForm known={known}>{(found) => <Present key={found.text} found={found} />}</ChequeForm>
        </div>
      </Section>
      <Section id="presented" title={t('all')}>
        <RefusalView error={asked.error} />
        <PresentedTable rows={asked.data} />
      </Section>
    </>
  )
}

type Receipt = { readonly txid: string; readonly payment: string }

/** The button that cashes it; then the receipt, by which the payment can be handed to any node. */
function Present({ found }: { readonly found: Found }) {
  const t = useTranslations('cheques.present')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [receipt, setReceipt] = useState<Receipt>()
  async function present() {
    const taken = await run(() => api.cheques.present.mutate({ commandKey, cheque: found.text }))
    if (!taken) return
    setReceipt(taken)
    toast({ title: t('taken') })
  }
  if (receipt)
    return (
      <div className="space-y-2">
        <p>{t('receipt')}</p>
        <Button
          onClick={() =>
            saveFile(`${t('file')}-${receipt.txid.slice(0, 8)}.txt`, receipt.payment, 'text/plain')
          }
        >
          {t('save')}
        </Button>
      </div>
    )
  return (
    <div className="space-y-3">
      <RefusalView error={error} />
      <Button variant="primary" pending={busy} onClick={present}>
        {t('go')}
      </Button>
    </div>
  )
}

/** Cheques that were presented, with where each is. */
export function PresentedTable({ rows }: { readonly rows: readonly Presented[] | undefined }) {
  const t = useTranslations('cheques.present')
  return (
    <Table
      name="cheques-presented"
      caption={t('all')}
      rows={rows}
      columns={usePresentedColumns()}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
    />
  )
}

function usePresentedColumns(): readonly Column<Presented>[] {
  const t = useTranslations('cheques')
  const format = useFormatter()
  const { decimals } = useUi()
  const at = ({ createdAt }: Presented) => format.dateTime(createdAt, 'short')
  const state = (row: Presented) => t(`present.states.${row.state}`)
  return [
    {
      ...{ key: 'at', header: t('present.at'), cell: at, text: at, phone: 'main' },
      sortBy: ({ createdAt }) => createdAt.getTime(),
    },
    {
      ...{ key: 'amount', header: t('amount'), align: 'right', phone: 'side' },
      cell: ({ amount }) => <Amount amount={amount} element="value" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
    },
    {
      ...{ key: 'payee', header: t('payee') },
      cell: ({ payee }) => <AccountLink keyHash={payee} />,
      text: ({ payee }) => payee,
    },
    {
      ...{ key: 'state', header: t('state'), filter: 'choice' },
      cell: (row) => <Status tone={toneOfPresented[row.state]}>{state(row)}</Status>,
      text: state,
    },
    {
      ...{ key: 'payment', header: t('payment') },
      cell: ({ txid, height }) => (height === null ? '–' : <TransactionLink txid={txid} />),
      text: ({ txid }) => txid,
    },
  ]
}
