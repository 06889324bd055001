'use client'
import { fromHex, hash160, toHex } from '@vc/crypto'
import {
  ACCOUNT_ACTIVE,
  POWER_ADMIT,
  POWER_APPOINT,
  POWER_CREDIT,
  parseAccount,
  parseAgent,
  parseAnchor,
  parseChain,
} from '@vc/ledger'
import { Amount, Hash, Status } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { AccountLink } from './links.tsx'

type Line = { readonly label: string; readonly value: ReactNode }
const powers = { admit: POWER_ADMIT, credit: POWER_CREDIT, appoint: POWER_APPOINT } as const

/** What the bytes of a record say, for the tables that the ledger itself reads; nothing of others. */
export function useReadRecord(table: string): (value: string) => readonly Line[] {
  const account = useReadAccount()
  const agent = useReadAgent()
  const chain = useReadChain()
  const anchor = useReadAnchor()
  const readers: Readonly<Record<string, typeof account>> = { account, agent, chain, anchor }
  return (Object.hasOwn(readers, table) ? readers[table] : undefined) ?? (() => [])
}

const accountOfKey = (key: Uint8Array) => <AccountLink keyHash={toHex(hash160(key))} />

function useReadAccount() {
  const t = useTranslations('explorer.pair')
  return (value: string): readonly Line[] => {
    const account = parseAccount(fromHex(value))
    if (!account) return []
    const isActive = account.status === ACCOUNT_ACTIVE
    return [
      {
        label: t('standing'),
        value: <Status tone={isActive ? 'plain' : 'refused'}>{t(isActive ? 'active' : 'inactive')}</Status>,
      },
      { label: t('debtKey'), value: <AccountLink keyHash={toHex(account.debtKeyHash)} /> },
      { label: t('admittedBy'), value: accountOfKey(account.agent) },
      { label: t('commitment'), value: <Hash hash={toHex(account.commitment)} /> },
    ]
  }
}

function useReadAgent() {
  const t = useTranslations('explorer.pair')
  return (value: string): readonly Line[] => {
    const agent = parseAgent(fromHex(value))
    if (!agent) return []
    const held = Object.entries(powers).filter(([, bit]) => (agent.powers & bit) !== 0)
    return [
      { label: t('ceiling'), value: <Amount amount={agent.ceiling} element="credit" /> },
      { label: t('powers'), value: held.map(([name]) => t(`power.${name}`)).join(' · ') },
      {
        label: t('appointedBy'),
        value: agent.parent.length === 0 ? t('group') : accountOfKey(agent.parent),
      },
    ]
  }
}

function useReadChain() {
  const t = useTranslations('explorer.pair')
  return (value: string): readonly Line[] => {
    const chain = parseChain(fromHex(value))
    if (!chain) return []
    return [
      { label: t('genesis'), value: <Hash hash={toHex(chain.genesis)} /> },
      { label: t('level'), value: String(chain.level) },
      {
        label: t('authorities'),
        value: chain.keys.map((key) => <Hash key={toHex(key)} hash={toHex(key)} />),
      },
    ]
  }
}

function useReadAnchor() {
  const t = useTranslations('explorer.pair')
  const format = useFormatter()
  return (value: string): readonly Line[] => {
    const anchor = parseAnchor(fromHex(value))
    if (!anchor) return []
    return [
      { label: t('chainHeight'), value: format.number(anchor.height) },
      { label: t('checkpoint'), value: <Hash hash={toHex(anchor.hash)} /> },
    ]
  }
}
