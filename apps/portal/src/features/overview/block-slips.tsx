'use client'
import { useQuery } from '@tanstack/react-query'
import { EmptyState, Section, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Fragment, useEffect, useRef } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { railEntries } from '../navigation.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { BlockSlip } from './block-slip.tsx'
import { LayerKey } from './layer-key.tsx'

const POLL_MS = 2_000
const SHOWN = 24
/** Bytes that fill a slip at least, so that blocks with nothing in them look like it. */
const LEAST_SCALE = 2_500
export type Block = ApiAnswers['overview']['blocks']['blocks'][number]

/** The newest blocks as slips of paper; the line between final and open moves to the left as votes come. */
export function BlockSlips() {
  const t = useTranslations('overview')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().overview.blocks.queryOptions({ count: SHOWN }, { refetchInterval, staleTime: 0 }),
  )
  const strip = useRef<HTMLDivElement>(null)
  const newest = data?.blocks[0]?.height
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new block brings the strip back to its beginning
  useEffect(() => {
    if (strip.current && strip.current.scrollLeft < 40) strip.current.scrollLeft = 0
  }, [newest])
  const largest = Math.max(LEAST_SCALE, ...(data?.blocks.map(({ size }) => size) ?? []))
  const linked = railEntries.some(({ key }) => key === 'explorer')
  return (
    <Section id="blocks" title={t('blocks.title')} actions={<LayerKey />}>
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-44" />}
      {data?.blocks.length === 0 && <EmptyState title={t('blocks.none')}>{t('blocks.noneLead')}</EmptyState>}
      {data && data.blocks.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a strip that scrolls must be reachable by keyboard
        <section ref={strip} tabIndex={0} aria-label={t('blocks.title')} className="relative overflow-x-auto">
          <ol className="flex w-max items-stretch gap-2 pt-5 pb-3">
            {data.blocks.map((block, at) => (
              <Fragment key={block.height}>
                {block.height <= data.finalHeight &&
                  (data.blocks[at - 1]?.height ?? Number.POSITIVE_INFINITY) > data.finalHeight && (
                    <FinalLine height={data.finalHeight} />
                  )}
                <BlockSlip
                  block={block}
                  largest={largest}
                  isFinal={block.height <= data.finalHeight}
                  isJustified={block.height <= data.justifiedHeight}
                  linked={linked}
                />
              </Fragment>
            ))}
          </ol>
        </section>
      )}
    </Section>
  )
}

function FinalLine({ height }: { readonly height: number }) {
  const t = useTranslations('overview')
  return (
    <li
      key="final"
      className="relative mx-2 w-0 shrink-0 border-l-2 border-ink"
      aria-label={t('blocks.finalLine', { height })}
    >
      <span
        aria-hidden
        className="absolute -top-5 left-0 -translate-x-1/2 text-small font-strong whitespace-nowrap"
      >
        {t('blocks.final')}
      </span>
    </li>
  )
}
