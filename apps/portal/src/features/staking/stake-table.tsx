'use client'
import { Amount, Button, type Column, Hash, plainUnits, Status, Table, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { BlockLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { type Stake, toneOfStake } from './answers.ts'
import { useStakeAct } from './use-stake-act.ts'

type Props = { readonly rows: readonly Stake[]; readonly empty: ReactNode }

/** One's own stakes: under which producer, how each stands, and how to end it. */
export function StakeTable({ rows, empty }: Props) {
  const t = useTranslations('staking')
  const { may } = useSession()
  const { act, error, busy } = useStakeAct()
  const api = useTRPCClient()
  const [commandKey] = useState(() => crypto.randomUUID())
  const release = (name: string) => act(() => api.staking.release.mutate({ commandKey, stakes: [name] }))
  const columns = useColumns(may('stake.move') && !busy ? release : undefined)
  return (
    <>
      <RefusalView error={error} />
      <Table
        name="stakes"
        caption={t('stakes')}
        rows={rows}
        columns={columns}
        rowKey={({ name }) => name}
        empty={empty}
      />
    </>
  )
}

function useColumns(release: ((name: string) => void) | undefined): readonly Column<Stake>[] {
  const t = useTranslations('staking')
  const { decimals } = useUi()
  const standing = ({ standing: word, countsFrom }: Stake) =>
    countsFrom === null ? t(`standing.${word}`) : t('maturingUntil', { height: countsFrom })
  return [
    {
      key: 'amount',
      header: t('amount'),
      cell: ({ amount }) => <Amount amount={amount} element="value" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'standing',
      header: t('stands'),
      cell: (stake) => <Status tone={toneOfStake[stake.standing]}>{standing(stake)}</Status>,
      text: standing,
      phone: 'main',
    },
    {
      key: 'producer',
      header: t('producer'),
      cell: ({ producerKey }) => <Hash hash={producerKey} />,
      text: ({ producerKey }) => producerKey,
    },
    {
      key: 'block',
      header: t('registeredIn'),
      cell: ({ createdHeight }) => <BlockLink height={createdHeight} />,
      text: ({ createdHeight }) => String(createdHeight),
      sortBy: ({ createdHeight }) => createdHeight,
    },
    ...(release ? [releaseColumn(t, release)] : []),
  ]
}

function releaseColumn(
  t: ReturnType<typeof useTranslations<'staking'>>,
  release: (name: string) => void,
): Column<Stake> {
  return {
    key: 'release',
    header: t('end'),
    cell: ({ name, isFree }) => (
      <Button size="small" disabled={!isFree} onClick={() => release(name)}>
        {t('release')}
      </Button>
    ),
    text: () => '',
  }
}
