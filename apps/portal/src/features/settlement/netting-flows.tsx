'use client'
import { useQuery } from '@tanstack/react-query'
import { formatUnits, Notice, plainUnits, Skeleton, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useCallback, useMemo } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { Chart, type ChartTokens } from '../charts/index.ts'
import { RefusalView } from '../refusals/index.ts'
import type { BatchAnswer } from './batch-screen.tsx'
import { type Band, type FlowPicture, pictureOf, sankeyOption } from './flow-options.ts'

type Flows = ApiAnswers['settlement']['flows']
type Batch = BatchAnswer['batch']
const CENTRE = 'centre'
const left = (party: string | null) => `left ${party ?? ''}`
const right = (party: string | null) => `right ${party ?? ''}`

/** The money of a batch before and after netting: two pictures in one scale, each also as a table. */
export function NettingFlows({ batch }: { readonly batch: Batch }) {
  const flows = useTRPC().settlement.flows.queryOptions({ batchId: batch.id }, { staleTime: Infinity })
  const { data, error } = useQuery(flows)
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="mt-6 h-96" />
  return <Pictures batch={batch} flows={data} />
}

function Pictures({ batch, flows }: { readonly batch: Batch; readonly flows: Flows }) {
  const t = useTranslations('settlement.flows')
  const { decimals, locale } = useUi()
  const { before, after } = usePictures(batch, flows)
  const write = (amount: bigint) => formatUnits(amount, decimals, locale)
  const name = (party: string | null) => party ?? t('others')
  const plain = (amount: bigint) => plainUnits(amount, decimals)
  const head = [t('from'), t('to'), t('amount')]
  const payments = flows.after.flatMap(({ party, pays, receives }) => [
    ...(pays > 0n ? [[name(party), t('centre'), plain(pays)]] : []),
    ...(receives > 0n ? [[t('centre'), name(party), plain(receives)]] : []),
  ])
  return (
    <>
      <div className="mt-6 grid gap-x-10 gap-y-8 md:grid-cols-2">
        <div>
          <h3 className="font-strong">{t('before')}</h3>
          <p className="mb-1 text-small text-ink-soft">{t('beforeLead')}</p>
          <FlowChart
            name="settlement-before-netting"
            label={t('beforeChart', { gross: write(batch.gross), pairs: batch.pairs })}
            picture={before}
            colour="inkFaint"
            table={{ head, rows: flows.before.map((f) => [name(f.from), name(f.to), plain(f.amount)]) }}
          />
        </div>
        <div>
          <h3 className="font-strong">{t('after')}</h3>
          <p className="mb-1 text-small text-ink-soft">{t('afterLead')}</p>
          {payments.length === 0 ? (
            <Notice title={t('nothingMoves')} />
          ) : (
            <FlowChart
              name="settlement-after-netting"
              label={t('afterChart', { multilateral: write(batch.multilateral) })}
              picture={after}
              colour="value"
              table={{ head, rows: payments }}
            />
          )}
        </div>
      </div>
      <p className="mt-2 text-small text-ink-faint">{t('sameScale')}</p>
    </>
  )
}

type FlowChartProps = {
  readonly name: string
  readonly label: string
  readonly picture: FlowPicture
  readonly colour: 'inkFaint' | 'value'
  readonly table: { readonly head: string[]; readonly rows: string[][] }
}

function FlowChart({ picture, colour, ...chart }: FlowChartProps) {
  const { decimals, locale } = useUi()
  const option = useCallback(
    (tokens: ChartTokens) =>
      sankeyOption(tokens, picture, {
        colour: tokens[colour],
        write: (amount) => formatUnits(amount, decimals, locale),
      }),
    [picture, colour, decimals, locale],
  )
  return <Chart className="h-[25rem]" option={option} {...chart} />
}

function usePictures(batch: Batch, flows: Flows) {
  const t = useTranslations('settlement.flows')
  const centre = t('centre')
  const others = t('others')
  return useMemo(() => {
    const label = (party: string | null) => party ?? others
    // How high the picture is, in pixels of the other: the one place where sums become floats.
    const share = batch.gross === 0n ? 0 : Number(batch.multilateral) / Number(batch.gross)
    return {
      before: beforePicture(flows, label),
      after: afterPicture(flows, { label, centre, share }),
    }
  }, [batch, flows, centre, others])
}

type Label = (party: string | null) => string

/** Who owes on the left, who is owed on the right. */
function beforePicture({ before }: Flows, label: Label): FlowPicture {
  const sides = { left: new Set(before.map(({ from }) => from)), right: new Set(before.map(({ to }) => to)) }
  const places = [
    ...[...sides.left].map((party) => ({ name: left(party), label: label(party), side: 'left' as const })),
    ...[...sides.right].map((party) => ({ name: right(party), label: label(party), side: 'right' as const })),
  ]
  const bands = before.map(
    ({ from, to, amount }): Band => ({ source: left(from), target: right(to), amount }),
  )
  return pictureOf(places, bands, 1)
}

/** Who pays on the left, the centre, who is paid on the right. */
function afterPicture({ after }: Flows, of: { label: Label; centre: string; share: number }): FlowPicture {
  const payers = after.filter(({ pays }) => pays > 0n)
  const paid = after.filter(({ receives }) => receives > 0n)
  const places = [
    ...payers.map(({ party }) => ({ name: left(party), label: of.label(party), side: 'left' as const })),
    { name: CENTRE, label: of.centre, side: 'middle' as const },
    ...paid.map(({ party }) => ({ name: right(party), label: of.label(party), side: 'right' as const })),
  ]
  const bands = [
    ...payers.map(({ party, pays }) => ({ source: left(party), target: CENTRE, amount: pays })),
    ...paid.map(({ party, receives }) => ({
      source: CENTRE,
      target: right(party),
      amount: receives,
    })),
  ]
  return pictureOf(places, bands, of.share)
}
