'use client'
import { Amount, type Column, plainUnits, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import { AccountLink, TransactionLink } from '../explorer/index.ts'
import { type Advance, type Contract, nameIn, toneOfContract } from './answers.ts'
import { useShare } from './use-share.ts'

type Party = Contract['parties'][number]

/** The three parties, where each is paid, and who has signed. */
export function PartyTable({ contract }: { readonly contract: Contract }) {
  const t = useTranslations('studio')
  const chinese = useLocale() === 'zh-CN'
  const part = (party: Party) => t(`parts.${party.part}`)
  const name = (party: Party) => nameIn(chinese, party)
  const isAgreed = contract.state === 'agreed' || contract.state === 'recording'
  const state = ({ hasJoined, hasSigned }: Party) =>
    t(`contract.party.${hasSigned || isAgreed ? 'signed' : hasJoined ? 'joined' : 'asked'}`)
  const columns: readonly Column<Party>[] = [
    { key: 'part', header: t('contract.part'), cell: part, text: part, phone: 'side' },
    { key: 'name', header: t('contract.who'), cell: name, text: name, phone: 'main' },
    {
      key: 'account',
      header: t('contract.account'),
      cell: ({ account }) => (account ? <AccountLink keyHash={account} /> : '–'),
      text: ({ account }) => account ?? '',
    },
    {
      key: 'state',
      header: t('contracts.state'),
      cell: (party) => (
        <Status tone={party.hasSigned || isAgreed ? 'plain' : 'waiting'}>{state(party)}</Status>
      ),
      text: state,
    },
  ]
  return (
    <Table
      name="contract-parties"
      caption={t('contract.parties')}
      rows={contract.parties}
      columns={columns}
      rowKey={(party) => party.part}
    />
  )
}

type Tier = Contract['terms']['tiers'][number]

/** From which revenue on who gets what part. */
export function TierTable({ contract: { terms } }: { readonly contract: Contract }) {
  const t = useTranslations('studio')
  const { decimals } = useUi()
  const share = useShare()
  const rate = (key: string, header: string, of: (tier: Tier) => number): Column<Tier> => ({
    ...{ key, header, align: 'right', sortBy: of },
    cell: (tier) => share(of(tier)),
    text: (tier) => share(of(tier)),
  })
  const columns: readonly Column<Tier>[] = [
    {
      key: 'from',
      header: t('contract.from'),
      cell: ({ from }) => <Amount amount={from} element="value" unit="" />,
      text: ({ from }) => plainUnits(from, decimals),
      sortBy: ({ from }) => from,
      align: 'right',
      phone: 'main',
    },
    rate('studio', t('parts.studio'), ({ studio }) => studio),
    rate('publisher', t('parts.publisher'), ({ publisher }) => publisher),
    rate('channel', t('parts.channel'), ({ studio, publisher }) => 10_000 - studio - publisher),
  ]
  return (
    <Table
      name="contract-tiers"
      caption={t('contract.tiers')}
      rows={terms.tiers}
      columns={columns}
      rowKey={({ from }) => String(from)}
    />
  )
}

/** What the publisher has paid ahead. */
export function AdvanceTable({ advances }: { readonly advances: readonly Advance[] }) {
  const t = useTranslations('studio.contract')
  const format = useFormatter()
  const { decimals } = useUi()
  const at = ({ createdAt }: Advance) => format.dateTime(createdAt, 'short')
  const columns: readonly Column<Advance>[] = [
    { key: 'at', header: t('at'), cell: at, text: at, phone: 'main' },
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
      key: 'lies',
      header: t('lies'),
      cell: ({ txid, height }) => (height === null ? t('onItsWay') : <TransactionLink txid={txid} />),
      text: ({ txid }) => txid,
    },
  ]
  return (
    <Table
      name="contract-advances"
      caption={t('advances')}
      rows={advances}
      columns={columns}
      rowKey={({ id }) => id}
    />
  )
}

/** Every version, the newest first; none is ever changed. */
export function VersionTable({ versions }: { readonly versions: readonly Contract[] }) {
  const t = useTranslations('studio')
  const router = useRouter()
  const state = ({ state: now }: Contract) => t(`states.${now}`)
  const range = ({ terms }: Contract) => t('range', { from: terms.validFrom, to: terms.validTo })
  const columns: readonly Column<Contract>[] = [
    {
      key: 'version',
      header: t('contracts.version'),
      cell: ({ version }) => version,
      text: ({ version }) => String(version),
      sortBy: ({ version }) => version,
      phone: 'main',
    },
    { key: 'valid', header: t('contracts.valid'), cell: range, text: range },
    {
      key: 'state',
      header: t('contracts.state'),
      cell: (one) => <Status tone={toneOfContract[one.state]}>{state(one)}</Status>,
      text: state,
    },
    {
      key: 'record',
      header: t('contract.record'),
      cell: ({ txid }) => (txid ? <TransactionLink txid={txid} /> : '–'),
      text: ({ txid }) => txid ?? '',
      phone: 'hide',
    },
  ]
  return (
    <Table
      name="contract-versions"
      caption={t('contract.versions')}
      rows={versions}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => router.push(`/studio/contracts/${id}`)}
    />
  )
}
