'use client'
import { Button, Dialog, formatUnits, Notice, plainUnits, saveCsv, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere, refusalOf } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'
import type { BatchAnswer } from './batch-screen.tsx'

const declinable = ['checked', 'netted', 'prepared']

/** What this person may do with the batch now, and why not when not. */
export function Decide({ data }: { readonly data: BatchAnswer }) {
  const t = useTranslations('settlement')
  const api = useTRPCClient()
  const { may } = useSession()
  const { sign } = useActSigner()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const shown = useShownAmounts()
  const { batch, stage, broughtByMe, takenByMe } = data
  const batchId = batch.id

  async function approve() {
    const outcome = await run(async () => sign((await api.settlement.approve.mutate({ batchId })).actId))
    if (outcome) toast({ title: t('sent') })
  }
  const mayApprove = may('settlement.approve')
  const isPreparing = stage === 'netted' && batch.approverKey !== null && batch.reason === null
  return (
    <div className="my-5 space-y-3">
      <RefusalView error={shown(error) ?? (batch.reason ? new RefusedHere(batch.reason) : undefined)} />
      {mayApprove && broughtByMe && declinable.includes(stage) && (
        <Notice tone="waiting" title={t('otherPerson')} />
      )}
      <div className="flex flex-wrap gap-3">
        {mayApprove && stage === 'netted' && !broughtByMe && !isPreparing && (
          <Button
            variant="primary"
            pending={busy}
            onClick={() => run(() => api.settlement.take.mutate({ batchId }))}
          >
            {t('take')}
          </Button>
        )}
        {mayApprove && stage === 'prepared' && takenByMe && (
          <Button variant="primary" size="large" pending={busy} onClick={approve}>
            {t('approve')}
          </Button>
        )}
        {batch.reportRoot !== null && <ReportButton batchId={batchId} />}
        {mayApprove && declinable.includes(stage) && (
          <Decline onDecline={() => run(() => api.settlement.decline.mutate({ batchId }))} busy={busy} />
        )}
      </div>
    </div>
  )
}

/** Declining can not be taken back, so it is asked for twice. */
function Decline({
  onDecline,
  busy,
}: {
  readonly onDecline: () => Promise<unknown>
  readonly busy: boolean
}) {
  const t = useTranslations('settlement')
  const [asking, setAsking] = useState(false)
  async function decline() {
    await onDecline()
    setAsking(false)
  }
  return (
    <>
      <Button variant="danger" disabled={busy} onClick={() => setAsking(true)}>
        {t('decline')}
      </Button>
      <Dialog
        open={asking}
        held={busy}
        onOpenChange={setAsking}
        title={t('declineTitle')}
        description={t('declineLead')}
        footer={
          <Button variant="danger" pending={busy} onClick={decline}>
            {t('decline')}
          </Button>
        }
      />
    </>
  )
}

/** A refusal whose amounts are written as the screen writes amounts. */
function useShownAmounts() {
  const { decimals, locale } = useUi()
  return (error: unknown) => {
    const { code, facts } = refusalOf(error)
    if (code !== 'batch-short-of-funds') return error
    const written = Object.entries(facts).map(([name, amount]) => [
      name,
      formatUnits(BigInt(String(amount)), decimals, locale),
    ])
    return new RefusedHere(code, Object.fromEntries(written))
  }
}

function ReportButton({ batchId }: { readonly batchId: string }) {
  const t = useTranslations('settlement')
  const api = useTRPCClient()
  const { decimals } = useUi()
  const { run, busy } = useCommand()
  const money = (amount: bigint) => plainUnits(amount, decimals)
  const save = () =>
    run(async () => {
      const { reportRoot, obligations, positions } = await api.settlement.report.query({ batchId })
      const head = ['kind', 'reference', 'debtor', 'creditor', 'party', 'amount', 'paid to']
      saveCsv(`settlement-${batchId}`, [
        head,
        ['root', reportRoot ?? '', '', '', '', '', ''],
        ...obligations.map((o) => ['obligation', o.reference, o.debtor, o.creditor, '', money(o.amount), '']),
        ...positions.map((p) => ['position', '', '', '', p.party, money(p.amount), p.paidTo ?? '']),
      ])
    })
  return (
    <Button pending={busy} onClick={save}>
      {t('report')}
    </Button>
  )
}
