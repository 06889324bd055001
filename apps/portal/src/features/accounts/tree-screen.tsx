'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Checkbox,
  type Column,
  Facts,
  Hash,
  Notice,
  PageHeader,
  plainUnits,
  Section,
  Skeleton,
  Stat,
  StatRow,
  Table,
  useUi,
} from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, BlockLink, RecordLink } from '../explorer/index.ts'
import { OfficeDocuments } from '../identity/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { type Held, heldAs } from './held-as.ts'

type Tree = ApiAnswers['accounts']['tree']
type Key = Tree['keys'][number]
const POLL_MS = 10_000
const holdings: readonly Held[] = ['value', 'locked', 'debt']

/** An account with all its keys, watched without a seed: what each holds and owes, and that the ledger commits to them. */
export function TreeScreen({ id }: { readonly id: string }) {
  const t = useTranslations('accounts')
  const chinese = useLocale() === 'zh-CN'
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().accounts.tree.queryOptions({ accountId: id }, { refetchInterval }),
  )
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  return (
    <>
      <PageHeader title={chinese ? data.nameZh : data.name} lead={t('watchLead')} />
      <Commitment tree={data} />
      <StatRow>
        {holdings.map((held) => (
          <Stat
            key={held}
            label={t(`held.${held}`)}
            tone={held === 'debt' ? 'debt' : 'value'}
            value={<Amount amount={data.keys.reduce((sum, key) => sum + heldAs(key.held, held), 0n)} />}
          />
        ))}
      </StatRow>
      <Keys keys={data.keys} />
      {may('identity.read') && <OfficeDocuments accountId={id} />}
      <AccountFacts tree={data} />
    </>
  )
}

/** Says when the record on the ledger is not of this tree, or is not there yet. */
function Commitment({ tree: { record } }: { readonly tree: Tree }) {
  const t = useTranslations('accounts.commitment')
  if (record?.commits) return null
  return (
    <div className="mb-5">
      <Notice tone="waiting" title={t(record ? 'differs' : 'none')}>
        {t(record ? 'differsNext' : 'noneNext')}
      </Notice>
    </div>
  )
}

function Keys({ keys }: { readonly keys: readonly Key[] }) {
  const t = useTranslations('accounts')
  const [all, setAll] = useState(false)
  const columns = useColumns()
  const shown = keys.filter(({ held }, at) => all || at === 0 || held.length > 0)
  return (
    <Section id="keys" title={t('keys')} lead={t('keysLead', { count: keys.length })}>
      <div className="mb-3">
        <Checkbox label={t('unused')} checked={all} onChange={({ target }) => setAll(target.checked)} />
      </div>
      <Table
        name="account-keys"
        caption={t('keys')}
        rows={shown}
        columns={columns}
        rowKey={({ path }) => path}
        empty={t('noKeys')}
      />
    </Section>
  )
}

function useColumns(): readonly Column<Key>[] {
  const t = useTranslations('accounts')
  const { decimals } = useUi()
  const amount = (held: Held): Column<Key> => ({
    key: held,
    header: t(`held.${held}`),
    cell: (key) => (
      <Amount amount={heldAs(key.held, held)} element={held === 'debt' ? 'debt' : 'value'} unit="" />
    ),
    text: (key) => plainUnits(heldAs(key.held, held), decimals),
    sortBy: (key) => heldAs(key.held, held),
    align: 'right',
    phone: held === 'value' ? 'side' : 'detail',
  })
  return [
    {
      key: 'path',
      header: t('path'),
      cell: ({ path }) => <span className="font-mono">{path}</span>,
      text: ({ path }) => path,
      phone: 'main',
    },
    {
      key: 'address',
      header: t('address'),
      cell: ({ address }) => <Hash hash={address} />,
      text: ({ address }) => address,
    },
    {
      key: 'key',
      header: t('keyHash'),
      cell: ({ keyHash }) => <AccountLink keyHash={keyHash} />,
      text: ({ keyHash }) => keyHash,
      phone: 'hide',
    },
    ...holdings.map(amount),
  ]
}

function AccountFacts({ tree: { accountId, record, xpub } }: { readonly tree: Tree }) {
  const t = useTranslations('accounts')
  return (
    <Section id="facts" title={t('onLedger')}>
      <Facts
        rows={[
          { label: t('account'), value: <RecordLink table="account" recordKey={accountId} /> },
          ...(record
            ? [
                { label: t('since'), value: <BlockLink height={record.height} /> },
                { label: t('agent'), value: <RecordLink table="agent" recordKey={record.agent} /> },
              ]
            : []),
          ...(xpub ? [{ label: t('extendedKey'), value: <Hash hash={xpub} /> }] : []),
        ]}
      />
    </Section>
  )
}
