'use client'
import { Status } from '@vc/ui'
import { useTranslations } from 'next-intl'

type Sure = { readonly final: boolean; readonly justified: boolean }

/** The word of how sure a block is: in a block, justified, final. */
export const wordOf = ({ final, justified }: Sure) =>
  final ? 'final' : justified ? 'justified' : ('inBlock' as const)

/** How sure a block is, as a mark. */
export function Finality(sure: Sure) {
  const t = useTranslations('explorer')
  const tone = sure.final ? 'plain' : sure.justified ? 'quiet' : 'waiting'
  return <Status tone={tone}>{t(wordOf(sure))}</Status>
}
