'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, EmptyState, Section, Status, Table, useToast } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RecordPlace } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'

type TransferRow = ApiAnswers['certificates']['transfers'][number]
const POLL_MS = 3_000

/** What goes from hand to hand: drafts to sign or take back, and what the ledger has moved. */
export function Transfers() {
  const t = useTranslations('energy')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().certificates.transfers.queryOptions(undefined, { refetchInterval }),
  )
  const { actions, refusal } = useActions()
  const columns = useColumns(actions)
  return (
    <Section id="transfers" title={t('transfers')} lead={t('transfersLead')}>
      <RefusalView error={refusal ?? error} />
      {(data || !error) && (
        <Table
          name="transfers"
          caption={t('transfers')}
          rows={data}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none.transfers')}>{t('none.transfersNext')}</EmptyState>}
        />
      )}
    </Section>
  )
}

/** What a person may do with a draft: the one it waits for signs it, anyone of the holder takes it back. */
function useActions() {
  const t = useTranslations('energy')
  const api = useTRPCClient()
  const toast = useToast()
  const { may, organisationId } = useSession()
  const { sign } = useActSigner()
  const { run, error } = useCommand()

  async function signNow(actId: string) {
    const outcome = await sign(actId)
    if (outcome) toast({ title: t('transfer.sent') })
    await run(async () => undefined)
  }
  const takeBack = (transferId: string) => run(() => api.certificates.takeBack.mutate({ transferId }))
  const actions = ({ id, actId, stage, fromId, firstCode }: TransferRow) => {
    const isOpen = stage === 'preparing' || stage === 'to-sign' || stage === 'expired'
    if (!isOpen || fromId !== organisationId || !may('certificate.transfer')) return null
    return (
      <span className="flex flex-wrap gap-2">
        {stage === 'to-sign' && actId !== null && (
          <Button
            size="small"
            variant="primary"
            aria-label={`${t('transfer.sign')}: ${firstCode}`}
            onClick={() => signNow(actId)}
          >
            {t('transfer.sign')}
          </Button>
        )}
        <Button
          size="small"
          variant="quiet"
          aria-label={`${t('transfer.takeBack')}: ${firstCode}`}
          onClick={() => takeBack(id)}
        >
          {t('transfer.takeBack')}
        </Button>
      </span>
    )
  }
  return { actions, refusal: error }
}

function useColumns(actions: (row: TransferRow) => React.ReactNode): readonly Column<TransferRow>[] {
  const t = useTranslations('energy')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const nameOf = (one: { readonly name: string; readonly nameZh: string }) =>
    chinese ? one.nameZh : one.name
  const stage = (row: TransferRow) => t(`transferStages.${row.stage}`)
  return [
    {
      key: 'first',
      header: t('first'),
      cell: (row) => <span className="font-mono text-small whitespace-nowrap">{row.firstCode}</span>,
      text: (row) => row.firstCode,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'count',
      header: t('count'),
      cell: (row) => format.number(row.count),
      text: (row) => String(row.count),
      sortBy: (row) => row.count,
      align: 'right',
      phone: 'side',
    },
    { key: 'from', header: t('from'), cell: (row) => nameOf(row.from), text: (row) => nameOf(row.from) },
    { key: 'to', header: t('transfer.to'), cell: (row) => nameOf(row.to), text: (row) => nameOf(row.to) },
    {
      key: 'stage',
      header: t('stage'),
      cell: (row) => (
        <>
          <Status tone={row.stage === 'final' ? 'plain' : 'waiting'}>{stage(row)}</Status>
          {row.reason && <span className="block font-mono text-small text-ink-soft">{row.reason}</span>}
        </>
      ),
      text: stage,
      filter: 'choice',
    },
    {
      key: 'record',
      header: t('record'),
      cell: (row) => <RecordPlace txid={row.txid} height={row.height} finality={null} />,
      text: (row) => row.txid ?? '',
    },
    { key: 'actions', phone: 'action', header: t('transfer.actions'), cell: actions, text: () => '' },
  ]
}
