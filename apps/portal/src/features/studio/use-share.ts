'use client'
import { formatShare, useUi } from '@vc/ui'

/** Writes a rate of 10,000 as a percentage. */
export function useShare(): (rate: number) => string {
  const { locale } = useUi()
  return (rate) => formatShare(rate / 10_000, locale)
}
