'use client'
import { classNames } from '@vc/ui'
import { useTranslations } from 'next-intl'

/** Management lies lowest, as the foundation the others stand on. Layers are grey: colours belong to the elements. */
export const layers = [0, 1, 2] as const
export const layerFill = { 0: 'fill-ink', 1: 'fill-ink-faint', 2: 'fill-line' } as const
const swatch = { 0: 'bg-ink', 1: 'bg-ink-faint', 2: 'bg-line border border-line-strong' } as const
const names = { 0: 'management', 1: 'debt', 2: 'circulation' } as const

/** Which grey is which layer. */
export function LayerKey() {
  const t = useTranslations('overview.layers')
  return (
    <ul className="flex flex-wrap gap-x-4 text-small text-ink-soft">
      {layers.toReversed().map((layer) => (
        <li key={layer} className="flex items-center gap-1.5">
          <span aria-hidden className={classNames('size-2.5', swatch[layer])} />
          {t(names[layer])}
        </li>
      ))}
    </ul>
  )
}
