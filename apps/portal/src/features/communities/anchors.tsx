'use client'
import { type Column, EmptyState, Hash, Notice, Status, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { RefusedHere } from '../../trpc/refusal.ts'
import { BlockLink, TransactionLink } from '../explorer/index.ts'
import { useRefusalWords } from '../refusals/index.ts'
import type { Anchor, Chain } from './use-chain.ts'

type Props = {
  readonly chain: Chain
  /** Whether a checkpoint fits what is known of the chain; undefined where nothing is known of it. */
  readonly fits: (anchor: Anchor) => boolean | undefined
  /** Where it is a part of a section that is about more. */
  readonly isTitled?: boolean
}

/** Every checkpoint of a chain that the ledger has, the newest first, and those that wait for signatures. */
export function Anchors({ chain, fits, isTitled = false }: Props) {
  const t = useTranslations('communities.anchors')
  return (
    <div className="space-y-4">
      {isTitled && <h3 className="font-strong">{t('title')}</h3>}
      <Asked asked={chain.asked} />
      <Table
        name="chain-anchors"
        caption={t('title')}
        rows={chain.anchors}
        columns={useColumns(fits)}
        rowKey={({ txid }) => txid}
        empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      />
    </div>
  )
}

const waiting: readonly Chain['asked'][number]['state'][] = ['preparing', 'open', 'submitted', 'complete']

function Asked({ asked }: Pick<Chain, 'asked'>) {
  const t = useTranslations('communities.anchors')
  const words = useRefusalWords()
  const format = useFormatter()
  const [newest] = asked
  if (!newest) return null
  const { state, given, need, height, refusal } = newest
  const named = { height: format.number(height) }
  if (refusal)
    return (
      <Notice title={t('refused', named)}>{words(new RefusedHere(refusal.code, refusal.facts)).title}</Notice>
    )
  if (!waiting.includes(state)) return <Notice title={t('ranOut', named)}>{t('ranOutNext')}</Notice>
  return (
    <Notice tone="waiting" title={t(state === 'open' ? 'open' : 'onItsWay', named)}>
      {state === 'open' &&
        t.rich('openNext', {
          ...{ given: given ?? 0, need: need ?? 0 },
          inbox: (text) => (
            <Link href="/approvals" className="underline underline-offset-2">
              {text}
            </Link>
          ),
        })}
    </Notice>
  )
}

function useColumns(fits: Props['fits']): readonly Column<Anchor>[] {
  const t = useTranslations('communities.anchors')
  const format = useFormatter()
  const stands = (anchor: Anchor) => t(`stands.${standOf(anchor, fits(anchor))}`)
  return [
    {
      ...{ key: 'height', header: t('height'), phone: 'main' },
      cell: ({ height }) => format.number(height),
      text: ({ height }) => String(height),
      sortBy: ({ height }) => height,
    },
    {
      ...{ key: 'hash', header: t('hash') },
      cell: ({ hash }) => <Hash hash={hash} />,
      text: ({ hash }) => hash,
    },
    {
      ...{ key: 'stands', header: t('check'), phone: 'side', filter: 'choice' },
      cell: (row) => <Status tone={toneOf[standOf(row, fits(row))]}>{stands(row)}</Status>,
      text: stands,
    },
    {
      ...{ key: 'block', header: t('block'), align: 'right' },
      cell: ({ block }) => <BlockLink height={block} />,
      text: ({ block }) => String(block),
      sortBy: ({ block }) => block,
    },
    {
      ...{ key: 'transaction', header: t('transaction'), phone: 'hide' },
      cell: ({ txid }) => <TransactionLink txid={txid} />,
      text: ({ txid }) => txid,
    },
  ]
}

/** Against the chain's own rule first: a checkpoint that goes back is one that takes back. */
function standOf({ isBack }: Anchor, fits: boolean | undefined) {
  if (isBack) return 'back'
  return fits === undefined ? 'told' : fits ? 'fits' : 'fitsNot'
}

const toneOf = { back: 'refused', told: 'quiet', fits: 'plain', fitsNot: 'refused' } as const
