'use client'
import { classNames } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import type { Block } from './block-slips.tsx'
import { layerFill, layers } from './layer-key.tsx'

const TALL = 64
const WIDE = 84

type Props = {
  readonly block: Block
  readonly largest: number
  readonly isFinal: boolean
  readonly isJustified: boolean
  readonly linked: boolean
}

/** One block: its strata by bytes against the largest one shown, what is in it, and how sure it is. */
export function BlockSlip({ block, largest, isFinal, isJustified, linked }: Props) {
  const t = useTranslations('overview.blocks')
  const format = useFormatter()
  const state = isFinal ? 'isFinal' : isJustified ? 'isJustified' : 'isOpen'
  const body = (
    <>
      <Strata block={block} largest={largest} />
      <span className="mt-1.5 block font-strong">{format.number(block.height)}</span>
      <span className="block text-small text-ink-soft">
        {t('transactions', { count: block.transactions })}
      </span>
      <span className="block text-small text-ink-faint">
        {t('bytes', { size: format.number(block.size / 1000, { maximumFractionDigits: 1 }) })}
      </span>
      <span className="block text-small text-ink-faint">
        {format.dateTime(new Date(block.time * 1000), 'time')}
      </span>
      <span className="sr-only">{t(state)}</span>
    </>
  )
  return (
    <li
      title={t(state)}
      className={classNames(
        'figures w-27 shrink-0 animate-arrive border bg-raised p-2.5',
        isFinal ? 'border-line-strong' : 'border-dashed border-line-strong',
        !isFinal && !isJustified && 'text-ink-soft',
      )}
    >
      {linked ? (
        <Link href={`/explorer/search?q=${block.height}`} className="block">
          {body}
        </Link>
      ) : (
        body
      )}
    </li>
  )
}

function Strata({ block, largest }: { readonly block: Block; readonly largest: number }) {
  const whole = Math.max(3, (TALL * block.size) / largest)
  const sum = Math.max(
    1,
    block.layers.reduce((total, { bytes }) => total + bytes, 0),
  )
  let bottom = TALL
  return (
    <svg viewBox={`0 0 ${WIDE} ${TALL}`} className="block h-16 w-full" preserveAspectRatio="none" aria-hidden>
      <rect
        x={0}
        y={TALL - whole}
        width={WIDE}
        height={whole}
        className="fill-sunk stroke-line-strong"
        strokeWidth={0.6}
      />
      {layers.map((layer) => {
        const share = block.layers.find((one) => one.layer === layer)
        const height = share ? (whole * share.bytes) / sum : 0
        bottom -= height
        return <rect key={layer} x={0} y={bottom} width={WIDE} height={height} className={layerFill[layer]} />
      })}
    </svg>
  )
}
