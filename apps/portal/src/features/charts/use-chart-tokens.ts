'use client'
import { useTheme } from 'next-themes'
import { useEffect, useState } from 'react'
import type { ChartTokens } from './options.ts'

/** The colours and the font of the page as a canvas needs them; again when the light changes. Undefined before the first paint. */
export function useChartTokens(): ChartTokens | undefined {
  const { resolvedTheme } = useTheme()
  const [tokens, setTokens] = useState<ChartTokens>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the page computes
  useEffect(() => {
    const style = getComputedStyle(document.documentElement)
    const read = (name: string) => style.getPropertyValue(name).trim()
    setTokens({
      font: style.fontFamily,
      paper: read('--paper'),
      raised: read('--paper-raised'),
      ink: read('--ink'),
      inkSoft: read('--ink-soft'),
      inkFaint: read('--ink-faint'),
      line: read('--line'),
      lineStrong: read('--line-strong'),
      value: read('--value'),
      credit: read('--credit'),
      debt: read('--debt'),
      waiting: read('--waiting'),
      refused: read('--refused'),
      moves: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    })
  }, [resolvedTheme])
  return tokens
}
