'use client'
import { POWER_ADMIT, POWER_APPOINT, POWER_CREDIT } from '@vc/ledger'
import { useTranslations } from 'next-intl'

/** What an agent may do, each with its bit in the record. */
export const powerBits = { admit: POWER_ADMIT, credit: POWER_CREDIT, appoint: POWER_APPOINT } as const
export const powerNames = ['credit', 'admit', 'appoint'] as const

/** The powers of a record in words. */
export function usePowers(): (powers: number) => string {
  const t = useTranslations('foundation.power')
  return (powers) =>
    powerNames
      .filter((name) => (powers & powerBits[name]) !== 0)
      .map((name) => t(name))
      .join(t('and'))
}
