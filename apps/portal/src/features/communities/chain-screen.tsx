'use client'
import { Button, buttonLook, Facts, Hash, PageHeader, Section, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { RecordLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { AnchorDialog } from './anchor-dialog.tsx'
import { Anchors } from './anchors.tsx'
import { Compare } from './compare.tsx'
import { type Chain, useChain } from './use-chain.ts'

/** One chain that the network lists: who speaks for it, and every checkpoint of it that the ledger keeps. */
export function ChainScreen({ chainId }: { readonly chainId: string }) {
  const t = useTranslations('communities')
  const { data, error } = useChain(chainId)
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  return (
    <>
      <PageHeader
        above={<Link href="/communities">{t('title')}</Link>}
        title={data.union?.name ?? t('chains.one')}
        lead={<Hash hash={chainId} />}
        actions={<Actions chain={data} />}
      />
      <Section id="anchors" title={t('anchors.title')} lead={t('anchors.lead')}>
        <Anchors chain={data} fits={() => undefined} />
      </Section>
      <Compare anchors={data.anchors} />
      <Section id="facts" title={t('chains.listed')}>
        <Listed chain={data} />
      </Section>
    </>
  )
}

function Actions({ chain }: { readonly chain: Chain }) {
  const t = useTranslations('communities.chains')
  const { may } = useSession()
  const [isOpen, setOpen] = useState(false)
  const { union, authorities } = chain
  if (union)
    return (
      <Link href={`/communities/${union.id}`} className={buttonLook({})}>
        {t('openUnion')}
      </Link>
    )
  if (!may('community.write') || !authorities.some(({ isMine }) => isMine)) return null
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        {t('anchor')}
      </Button>
      {isOpen && <AnchorDialog chain={chain} onClose={() => setOpen(false)} />}
    </>
  )
}

function Listed({ chain: { chainId, genesis, level, authorities, need } }: { readonly chain: Chain }) {
  const t = useTranslations('communities')
  const keys = (
    <ul>
      {authorities.map(({ key, isMine }) => (
        <li key={key}>
          <Hash hash={key} /> {isMine && <span className="text-ink-soft">{t('chains.mine')}</span>}
        </li>
      ))}
    </ul>
  )
  return (
    <Facts
      rows={[
        { label: t('genesis'), value: <Hash hash={genesis} /> },
        { label: t('level'), value: String(level) },
        { label: t('authorities'), value: keys },
        { label: t('chains.signed'), value: t('chains.need', { need, of: authorities.length }) },
        { label: t('record'), value: <RecordLink table="chain" recordKey={chainId} /> },
      ]}
    />
  )
}
