'use client'
import { useQuery } from '@tanstack/react-query'
import { utf8 } from '@vc/crypto'
import { checkpointOf } from '@vc/settlement'
import { Button, type Column, Section, saveFile, Table, useToast } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Anchors } from './anchors.tsx'
import { type Entry, readEntry } from './read-entry.ts'
import type { Union } from './stages.ts'
import { type Chain, useChain } from './use-chain.ts'

const POLL_MS = 5_000

/** The union's own chain: what it decided, entry by entry, and the checkpoints of it on the ledger, computed anew in this browser. */
export function OwnChain({ union }: { readonly union: Union }) {
  const t = useTranslations('communities.chain')
  const refetchInterval = usePolling(POLL_MS)
  const asked = { collectiveId: union.id }
  const { data: log, error } = useQuery(useTRPC().unions.log.queryOptions(asked, { refetchInterval }))
  const chain = useChain(union.chainId)
  const texts = log?.entries
  const bytes = useMemo(() => texts?.map(utf8) ?? [], [texts])
  if (!texts || !chain.data) return <RefusalView error={error ?? chain.error} />
  return (
    <Section
      id="chain"
      title={t('title')}
      lead={t('lead')}
      actions={<SaveEntries name={union.name} texts={texts} />}
    >
      <div className="space-y-6">
        <Entries entries={texts.map(readEntry)} />
        <Anchors
          isTitled
          chain={chain.data}
          fits={({ height, hash }) => checkpointOf(bytes, Number(height))?.hash === hash}
        />
        <Propose chain={chain.data} size={texts.length} />
      </div>
    </Section>
  )
}

/** One entry a line, as they are hashed: whoever has them finds each checkpoint again. */
function SaveEntries({ name, texts }: { readonly name: string; readonly texts: readonly string[] }) {
  const t = useTranslations('communities.chain')
  const save = () => saveFile(`${name}.jsonl`, `${texts.join('\n')}\n`, 'application/jsonl')
  return <Button onClick={save}>{t('save')}</Button>
}

function Propose({ chain, size }: { readonly chain: Chain; readonly size: number }) {
  const t = useTranslations('communities.chain')
  const { may } = useSession()
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [commandKey, setCommandKey] = useState(() => crypto.randomUUID())
  const isMine = chain.authorities.some((one) => one.isMine)
  const [newest] = chain.anchors
  const isNew = newest === undefined || BigInt(size) > newest.height
  const isWaiting = chain.asked.some(({ state }) => state === 'preparing' || state === 'open')
  if (!isMine || !may('community.write')) return <p className="text-ink-soft">{t('byKeys')}</p>
  async function propose() {
    const made = await run(() => api.chains.anchor.mutate({ commandKey, chainId: chain.chainId }))
    if (!made) return
    setCommandKey(crypto.randomUUID())
    toast({ title: t('proposed') })
  }
  return (
    <div>
      <RefusalView error={error} />
      <Button variant="primary" pending={busy} disabled={!isNew || isWaiting} onClick={propose}>
        {t('anchor', { size })}
      </Button>
      {!isNew && <p className="mt-2 text-small text-ink-soft">{t('allAnchored')}</p>}
    </div>
  )
}

type Row = Entry & { readonly at: number }

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useTranslations('communities.chain')
  const format = useFormatter()
  const rows = entries.map((entry, i): Row => ({ ...entry, at: i + 1 })).toReversed()
  const what = ({ kind }: Row) => t(`kinds.${kind}`)
  const columns: readonly Column<Row>[] = [
    {
      ...{ key: 'at', header: t('at'), align: 'right' },
      cell: ({ at }) => format.number(at),
      text: ({ at }) => String(at),
      sortBy: ({ at }) => at,
    },
    { ...{ key: 'what', header: t('what'), phone: 'side', filter: 'choice' }, cell: what, text: what },
    {
      ...{ key: 'words', header: t('words'), phone: 'main', filter: 'text' },
      cell: ({ words }) => words,
      text: ({ words }) => words,
    },
    {
      ...{ key: 'transaction', header: t('transaction') },
      cell: ({ txid }) => (txid ? <TransactionLink txid={txid} /> : '–'),
      text: ({ txid }) => txid ?? '',
    },
  ]
  return (
    <Table
      name="chain-entries"
      caption={t('entries')}
      rows={rows}
      columns={columns}
      rowKey={({ at }) => String(at)}
    />
  )
}
