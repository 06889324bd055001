'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAmount } from '@vc/ledger'
import {
  Amount,
  Button,
  type Column,
  FormField,
  Notice,
  plainUnits,
  Section,
  Skeleton,
  Stat,
  StatRow,
  Table,
  TextInput,
  useUi,
} from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { AccountLink } from '../explorer/index.ts'
import { SoftwareMark } from '../keys/index.ts'
import { RefusalView } from '../refusals/index.ts'

type PoolAnswer = ApiAnswers['settlement']['pool']
type Key = PoolAnswer['keys'][number]
type Account = PoolAnswer['books']['accounts'][number]

/** What lies in the pool under which key, and the books of it beside the ledger. */
export function Pool() {
  const { data, error } = useQuery(useTRPC().settlement.pool.queryOptions())
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  return (
    <>
      <Keys keys={data.keys} />
      <Books books={data.books} />
    </>
  )
}

function Keys({ keys }: { readonly keys: readonly Key[] }) {
  const t = useTranslations('settlement.pool')
  const { decimals } = useUi()
  const columns: Column<Key>[] = [
    {
      key: 'name',
      header: t('person'),
      cell: ({ name, isSoftware }) => (
        <span className="flex flex-wrap items-center gap-2">
          {name}
          <SoftwareMark isSoftware={isSoftware} />
        </span>
      ),
      text: ({ name }) => name,
    },
    {
      key: 'keyHash',
      header: t('payTo'),
      cell: ({ keyHash }) => <AccountLink keyHash={keyHash} />,
      text: ({ keyHash }) => keyHash,
    },
    {
      key: 'free',
      header: t('free'),
      align: 'right',
      cell: ({ free }) => <Amount amount={free} element="value" />,
      text: ({ free }) => plainUnits(free, decimals),
    },
  ]
  return (
    <Section title={t('keys')} lead={t('keysLead')}>
      {keys.length === 0 && <Notice title={t('noKeys')}>{t('noKeysNext')}</Notice>}
      {keys.length > 0 && (
        <Table
          caption={t('keys')}
          name="settlement-pool"
          rows={keys}
          columns={columns}
          rowKey={({ keyHash }) => keyHash}
        />
      )}
    </Section>
  )
}

function Books({ books }: { readonly books: PoolAnswer['books'] }) {
  const t = useTranslations('settlement.pool')
  const api = useTRPCClient()
  const { decimals } = useUi()
  const { run, error, busy } = useCommand()
  const agree = books.booked === books.ledger
  const nameOf = ({ account }: Account) =>
    account === 'centre' ? t('centre') : account.slice('party:'.length)
  const columns: Column<Account>[] = [
    { key: 'account', header: t('account'), cell: nameOf, text: nameOf, filter: 'text' },
    {
      key: 'amount',
      header: t('balance'),
      align: 'right',
      cell: ({ amount }) => <Amount amount={amount} signed />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
      total: (rows) => <Amount amount={rows.reduce((sum, { amount }) => sum + amount, 0n)} />,
    },
  ]
  return (
    <Section
      title={t('books')}
      lead={t('booksLead')}
      actions={
        <Button size="small" pending={busy} onClick={() => run(() => api.settlement.book.mutate())}>
          {t('book')}
        </Button>
      }
    >
      <RefusalView error={error} />
      <StatRow>
        <Stat label={t('booked')} value={<Amount amount={books.booked} />} />
        <Stat
          label={t('onLedger', { height: books.height })}
          value={<Amount amount={books.ledger} element="value" />}
        />
        <Stat
          label={t('difference')}
          value={<Amount amount={books.ledger - books.booked} signed />}
          note={t(agree ? 'agree' : 'differ')}
          tone={agree ? undefined : 'waiting'}
        />
      </StatRow>
      <Deposit />
      <Table
        caption={t('books')}
        name="settlement-books"
        rows={books.accounts}
        columns={columns}
        rowKey={({ account }) => account}
      />
    </Section>
  )
}

function Deposit() {
  const t = useTranslations('settlement.pool')
  const api = useTRPCClient()
  const { decimals } = useUi()
  const { run, error, busy } = useCommand()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [code, setCode] = useState('')
  const [text, setText] = useState('')
  const amount = parseAmount(text, decimals)
  async function deposit() {
    if (amount === undefined) return
    const done = await run(() => api.settlement.deposit.mutate({ key, code, amount }))
    if (!done) return
    setKey(crypto.randomUUID())
    setText('')
  }
  return (
    <div className="my-4 space-y-3">
      <RefusalView error={error} />
      <div className="flex flex-wrap items-end gap-4">
        <FormField label={t('code')}>
          <TextInput value={code} onChange={(event) => setCode(event.target.value)} maxLength={100} />
        </FormField>
        <FormField label={t('amount')}>
          <TextInput amount value={text} onChange={(event) => setText(event.target.value)} />
        </FormField>
        <Button pending={busy} disabled={code.trim() === '' || !amount} onClick={deposit}>
          {t('deposit')}
        </Button>
      </div>
    </div>
  )
}
