'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Changes, type ChangesProps, type Element, Hash, Notice, shortHash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { elementOf, layerOf, type ShownOwner, useOwners } from '../explorer/shown.ts'
import { useRefusalWords } from '../refusals/index.ts'
import type { BegunAct } from './read-draft.ts'

type Result = NonNullable<BegunAct['result']>
type Row = ChangesProps['changes'][number]

/** The same, of an act that is not open on the page yet. */
export function ActResultOf({ actId }: { readonly actId: string }) {
  const { data: act } = useQuery(useTRPC().acts.begin.queryOptions({ actId }))
  return act?.result ? <ActResult result={act.result} /> : null
}

/** What an act would make of the present state: whether the ledger takes it now, and who has what before and after it. */
export function ActResult({ result }: { readonly result: Result }) {
  const t = useTranslations('signing.result')
  const rows = [...useBalanceRows(result), ...useExposureRows(result), ...useTotalRows(result)]
  const heads = { title: t('title'), before: t('now'), after: t('then') }
  return (
    <section aria-label={t('title')}>
      <VerdictNotice verdict={result.verdict} />
      {rows.length > 0 && <Changes changes={rows} heads={heads} />}
      {result.more > 0 && (
        <p className="mt-1 text-small text-ink-faint">{t('more', { count: result.more })}</p>
      )}
    </section>
  )
}

/** What the ledger says to it now, in words. */
function VerdictNotice({ verdict }: { readonly verdict: Result['verdict'] }) {
  const t = useTranslations('signing.result')
  const words = useRefusalWords()
  if (verdict.said === 'taken') return <p>{t('taken', { height: verdict.height })}</p>
  if (verdict.said !== 'refused') return <p className="text-ink-soft">{t(verdict.said)}</p>
  const { title, next } = words(new RefusedHere(verdict.code, verdict.facts))
  return (
    <Notice tone="waiting" title={t('refused', { height: verdict.height, title })}>
      {next}
    </Notice>
  )
}

function useBalanceRows({ balances, owners }: Result): readonly Row[] {
  const ownerOf = useOwners(owners)
  return balances.map((balance) => {
    const element = elementOf(balance.element)
    return rowOf(<Holder balance={balance} owner={ownerOf(balance.holder)} />, balance, element)
  })
}

type HolderProps = { readonly balance: Result['balances'][number]; readonly owner: ShownOwner | undefined }

function Holder({ balance: { holder, keys, element, layer }, owner }: HolderProps) {
  const t = useTranslations('signing.result')
  const kind = t(`elements.${elementOf(element)}.${layerOf(layer)}`)
  const name = keys ? t('keys', keys) : owner?.name
  return (
    <>
      {name}{' '}
      {holder.length > DIGITS_OF_HASH ? (
        !keys && t('script', { start: shortHash(holder) })
      ) : (
        <Hash hash={holder} />
      )}{' '}
      <span className="text-small text-ink-faint">{kind}</span>
    </>
  )
}
const DIGITS_OF_HASH = 40

/** How a grant fills its agent's ceiling and what is advised for its debtor. */
function useExposureRows({ agent, debtor }: Result): readonly Row[] {
  const t = useTranslations('signing.result')
  const line = (name: 'agent' | 'debtor', one: Result['agent']) =>
    one ? [rowOf(<Bounded text={t(name)} ceiling={one.ceiling} />, one, 'debt')] : []
  return [...line('agent', agent), ...line('debtor', debtor)]
}

const Bounded = ({ text, ceiling }: { readonly text: string; readonly ceiling: bigint }) => (
  <>
    {text} <Amount amount={ceiling} unit="" />
  </>
)

const MANAGEMENT_CREDIT = 1
const ELEMENTS = 3

/** The sums of the whole ledger, as the node has them. */
function useTotalRows({ verdict, fee }: Result): readonly Row[] {
  const t = useTranslations('signing.result.totals')
  if (verdict.said !== 'taken') return []
  const { before, after } = verdict
  const of = (at: number) => ({ before: sumOf(before, at), after: sumOf(after, at) })
  const [value, debt] = [of(0), of(2)]
  const net = { before: value.before - debt.before, after: value.after + fee - debt.after }
  const left = { before: before[MANAGEMENT_CREDIT] ?? 0n, after: after[MANAGEMENT_CREDIT] ?? 0n }
  return [
    ...(left.before === left.after ? [] : [rowOf(t('left'), left, 'credit')]),
    rowOf(t('value'), value, 'value'),
    rowOf(t('debt'), debt, 'debt'),
    rowOf(t(fee > 0n ? 'netWithFee' : 'net'), net),
  ]
}

/** An element's sum over the three layers. */
const sumOf = (sums: readonly bigint[], element: number) =>
  sums.reduce((sum, one, at) => (at % ELEMENTS === element ? sum + one : sum), 0n)

const rowOf = (
  label: ReactNode,
  { before, after }: { readonly before: bigint; readonly after: bigint },
  element?: Element,
): Row => ({
  label,
  before: <Amount amount={before} element={element} unit="" />,
  after: <Amount amount={after} element={element} unit="" />,
})
