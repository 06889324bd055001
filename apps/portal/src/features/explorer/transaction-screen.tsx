'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Facts, Hash, PageHeader, Section, Skeleton, shortHash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { ClearLots } from '../clearing/index.ts'
import { Explained } from './explained.tsx'
import { Finality } from './finality.tsx'
import { Flow } from './flow.tsx'
import { BlockLink, RecordLink, TransactionLink } from './links.tsx'
import { NotShown } from './not-found.tsx'
import { OutputTable } from './output-table.tsx'
import { purposeOf } from './purpose-of.ts'
import { elementOf, kindOf, layerOf, type ShownTransaction, untilFinal } from './shown.ts'

/** One transaction: drawn through the layers, then in figures, then its bytes. */
export function TransactionScreen({ txid }: { readonly txid: string }) {
  const t = useTranslations('explorer')
  const { data, error } = useQuery(
    useTRPC().explorer.transaction.queryOptions({ txid }, { refetchInterval: untilFinal }),
  )
  return (
    <>
      <PageHeader
        above={<Link href="/explorer">{t('title')}</Link>}
        title={t('transactionTitle', { id: shortHash(txid) })}
        lead={data && t(`kindLead.${purposeOf(data)}`)}
      />
      <NotShown error={error} asked={txid} />
      {!data && !error && <Skeleton className="h-60" />}
      {data && <TransactionParts data={data} />}
    </>
  )
}

function TransactionParts({ data }: { readonly data: ShownTransaction }) {
  const t = useTranslations('explorer')
  const { transaction, named, written, owners } = data
  return (
    <>
      <Flow layer={transaction.layer} named={named} written={written} />
      <div className="mt-6">
        <TransactionFacts data={data} />
      </div>
      <Explained data={data} />
      <Section id="named" title={t('named')}>
        <OutputTable name="named-outputs" caption={t('named')} rows={named} owners={owners} />
      </Section>
      <Section id="written" title={t('written')}>
        <OutputTable name="written-outputs" caption={t('written')} rows={written} owners={owners} />
      </Section>
      <ClearLots lots={overdueOf(data)} />
      <Section id="bytes" title={t('bytesTitle')} lead={t('bytesLead')}>
        <details>
          <summary className="underline underline-offset-2">
            {t('bytes', { count: transaction.size })}
          </summary>
          <pre className="mt-2 border bg-sunk p-3 font-mono text-small break-all whitespace-pre-wrap">
            {transaction.bytes}
          </pre>
        </details>
      </Section>
    </>
  )
}

/** Lots that it wrote, unpaid past their height: anybody may clear them. */
const overdueOf = ({ written, height }: ShownTransaction) =>
  written.flatMap(({ txid, index, element, layer, amount, expiryHeight, spentBy }) => {
    const isLot = elementOf(element) === 'debt' && layerOf(layer) === 'circulation' && spentBy === null
    const isDue = expiryHeight !== null && expiryHeight <= height + 1
    return isLot && isDue ? [{ name: `${txid}:${index}`, amount }] : []
  })

function TransactionFacts({ data }: { readonly data: ShownTransaction }) {
  const t = useTranslations('explorer')
  const { transaction, record, legs, final, justified } = data
  return (
    <Facts
      rows={[
        { label: t('transaction'), value: <Hash hash={transaction.txid} /> },
        { label: t('block'), value: <BlockLink height={transaction.height} /> },
        { label: t('state'), value: <Finality final={final} justified={justified} /> },
        { label: t('kindLabel'), value: t(`kind.${kindOf(transaction.kind)}`) },
        { label: t('modeLabel'), value: <Mode mode={data.mode} /> },
        { label: t('layerLabel'), value: t(`layer.${layerOf(transaction.layer)}`) },
        { label: t('fee'), value: <Amount amount={transaction.fee} /> },
        { label: t('premium'), value: <Amount amount={transaction.premium} /> },
        { label: t('lockTime'), value: String(transaction.lockTime) },
        ...(legs.length > 0
          ? [{ label: t('bundle'), value: <Legs own={transaction.txid} legs={legs} /> }]
          : []),
        ...(record
          ? [{ label: t('record'), value: <RecordLink table={record.table} recordKey={record.key} /> }]
          : []),
        { label: t('size'), value: t('bytes', { count: transaction.size }) },
      ]}
    />
  )
}

/** Which of the three ways of circulation it is, and the report that counts them. */
function Mode({ mode }: Pick<ShownTransaction, 'mode'>) {
  const t = useTranslations('circulation.modes.name')
  return <Link href="/overview/circulation">{t(mode)}</Link>
}

/** The other transactions that stand or fall with this one. */
function Legs({ own, legs }: { readonly own: string; readonly legs: ShownTransaction['legs'] }) {
  const others = legs.filter((txid) => txid !== own)
  return (
    <span className="flex flex-wrap gap-x-4">
      {others.map((txid) => (
        <TransactionLink key={txid} txid={txid} />
      ))}
    </span>
  )
}
