'use client'
import { Amount, type Column, Hash, plainUnits, Status, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { AccountLink } from '../explorer/index.ts'
import { registrationOf, toneOfRegistration } from './stages.ts'

type Seat = { readonly weight: number; readonly key: string }

/** What lists of members have in common; each says itself what a phone shows of it. */
export function useMemberColumns<Row extends Seat>() {
  const t = useTranslations('collectives')
  const format = useFormatter()
  const weight: Column<Row> = {
    ...{ key: 'weight', header: t('weight'), align: 'right' },
    cell: (row) => format.number(row.weight),
    text: (row) => String(row.weight),
    sortBy: (row) => row.weight,
  }
  const key: Column<Row> = {
    ...{ key: 'key', header: t('key'), phone: 'hide' },
    cell: (row) => <Hash hash={row.key} />,
    text: (row) => row.key,
  }
  return { weight, key }
}

/** Whose account a member has: where the list tells it. */
export function useOwnerColumn<Row extends { readonly owner: string }>(): Column<Row> {
  const t = useTranslations('collectives')
  return {
    ...{ key: 'owner', header: t('account') },
    cell: ({ owner }) => <AccountLink keyHash={owner} />,
    text: ({ owner }) => owner,
  }
}

type Collective = Parameters<typeof registrationOf>[0] & { readonly name: string; readonly held: bigint }

/** What lists of collectives have in common: its name, what it holds, how far its registration is. */
export function useCollectiveColumns<Row extends Collective>() {
  const t = useTranslations('collectives')
  const { decimals } = useUi()
  const stage = (row: Row) => t(`registration.${registrationOf(row)}`)
  const name: Column<Row> = {
    ...{ key: 'name', header: t('name'), phone: 'main' },
    cell: (row) => row.name,
    text: (row) => row.name,
  }
  const held: Column<Row> = {
    ...{ key: 'held', header: t('holds'), align: 'right', phone: 'side' },
    cell: (row) => <Amount amount={row.held} element="value" unit="" />,
    text: (row) => plainUnits(row.held, decimals),
    sortBy: (row) => row.held,
  }
  const step: Column<Row> = {
    ...{ key: 'step', header: t('step'), filter: 'choice' },
    cell: (row) => <Status tone={toneOfRegistration[registrationOf(row)]}>{stage(row)}</Status>,
    text: stage,
  }
  return { name, held, step }
}
