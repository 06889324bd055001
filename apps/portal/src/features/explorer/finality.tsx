'use client'
import { Status } from '@vc/ui'
import { useTranslations } from 'next-intl'

/** How sure a block is: in a block, justified, final. */
export function Finality({ final, justified }: { readonly final: boolean; readonly justified: boolean }) {
  const t = useTranslations('explorer')
  if (final) return <Status>{t('final')}</Status>
  return <Status tone={justified ? 'quiet' : 'waiting'}>{justified ? t('justified') : t('inBlock')}</Status>
}
