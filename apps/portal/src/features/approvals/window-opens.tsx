import { useTranslations } from 'next-intl'

/** The first block with room for credit that waits, and about when it comes. */
export function WindowOpens({
  window,
}: {
  readonly window: { readonly height: number; readonly time: number }
}) {
  const t = useTranslations('approvals')
  return t('opens', { height: window.height, at: new Date(window.time * 1_000) })
}
