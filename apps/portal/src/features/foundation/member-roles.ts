'use client'
import { ROLE_PRODUCER, ROLE_REGULATOR, ROLE_VOTER } from '@vc/ledger'
import { useTranslations } from 'next-intl'

/** What a member of the network does, each with its bit in the record. */
export const roleBits = { producer: ROLE_PRODUCER, voter: ROLE_VOTER, regulator: ROLE_REGULATOR } as const
export const roleNames = ['producer', 'voter', 'regulator'] as const

/** The roles of a record in words; no role: it is a member no more. */
export function useMemberRoles(): (roles: number) => string {
  const t = useTranslations('foundation')
  return (roles) =>
    roles === 0
      ? t('members.ended')
      : roleNames
          .filter((name) => (roles & roleBits[name]) !== 0)
          .map((name) => t(`members.role.${name}`))
          .join(t('power.and'))
}
