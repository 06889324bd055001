'use client'
import { formatShare, useUi } from '@vc/ui'
import { useFormatter } from 'next-intl'
import { useMemo } from 'react'

/** How charts write heights, large figures and shares in the reader's language. */
export function useWriting() {
  const format = useFormatter()
  const { locale } = useUi()
  return useMemo(
    () => ({
      height: (x: number) => format.number(x),
      compact: (y: number) => format.number(y, { notation: 'compact', maximumFractionDigits: 2 }),
      percent: (y: number) => formatShare(y, locale),
    }),
    [format, locale],
  )
}
