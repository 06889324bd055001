'use client'
import { Amount, type Column, formatShare, plainUnits, Status, shareOf, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { ProducerName, useProducerName } from '../../staking/index.ts'
import type { Effect } from './effect-section.tsx'

type Producer = Effect['producers'][number]

/** Each producer's part: of the stake, of the blocks, and of the credit that was let in, with its speed. */
export function ReleasingProducers({ effect: { producers } }: { readonly effect: Effect }) {
  const t = useTranslations('network.effect')
  return (
    <Table
      name="releasing-producers"
      caption={t('producers')}
      rows={producers}
      columns={useColumns(producers)}
      rowKey={({ producerKey }) => producerKey}
      empty={null}
    />
  )
}

function useColumns(producers: readonly Producer[]): readonly Column<Producer>[] {
  const t = useTranslations('network.effect')
  const { decimals, locale } = useUi()
  const { number } = useFormatter()
  const sum = (of: (one: Producer) => bigint) => producers.reduce((all, one) => all + of(one), 0n)
  const [allStake, allReleased] = [sum(({ counting }) => counting), sum(({ released }) => released)]
  const nameOf = useProducerName()
  const stake = ({ counting }: Producer) => formatShare(shareOf(counting, allStake), locale)
  const part = ({ released }: Producer) => formatShare(shareOf(released, allReleased), locale)
  const blocks = ({ blocks: made, giving }: Producer) => t('of', { some: number(giving), all: number(made) })
  return [
    {
      key: 'producer',
      header: t('producer'),
      cell: (row) => (
        <ProducerName producer={row}>
          {row.isHere && <Status tone="quiet">{t('hereTag')}</Status>}
        </ProducerName>
      ),
      text: (row) => `${nameOf(row)} ${row.producerKey}`.trim(),
      phone: 'main',
    },
    {
      key: 'released',
      header: t('released'),
      cell: ({ released }) => <Amount amount={released} element="credit" unit="" />,
      text: ({ released }) => plainUnits(released, decimals),
      sortBy: ({ released }) => released,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'perDay',
      header: t('speed'),
      cell: ({ perDay }) => <Amount amount={perDay} element="credit" unit="" />,
      text: ({ perDay }) => plainUnits(perDay, decimals),
      sortBy: ({ perDay }) => perDay,
      align: 'right',
      phone: 'detail',
    },
    { key: 'part', header: t('partOfReleased'), cell: part, text: part, align: 'right', phone: 'detail' },
    { key: 'stake', header: t('partOfStake'), cell: stake, text: stake, align: 'right', phone: 'detail' },
    {
      key: 'blocks',
      header: t('givingBlocks'),
      cell: blocks,
      text: blocks,
      sortBy: ({ giving }) => giving,
      align: 'right',
      phone: 'hide',
    },
  ]
}
