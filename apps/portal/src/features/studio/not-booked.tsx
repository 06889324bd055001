'use client'
import { useTranslations } from 'next-intl'
import { BadBlock, type BadLine } from '../imports/index.ts'

export type NotBookedProps = {
  readonly name: string
  readonly bad: readonly BadLine[]
  readonly columns: readonly string[]
}

/** Why a file is not booked: every bad line with its reason. */
export function NotBooked({ name, bad, columns }: NotBookedProps) {
  const t = useTranslations('studio.bring')
  return (
    <BadBlock
      {...{ name, rows: bad, columns }}
      title={t('bad', { bad: bad.length })}
      caption={t('badCaption')}
    />
  )
}
