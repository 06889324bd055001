'use client'
import { useTranslations } from 'next-intl'
import { type BadLine, BadLines } from '../imports/index.ts'

/** Why a file is not booked: every bad line with its reason. */
export function BadBlock({
  name,
  bad,
  columns,
}: {
  readonly name: string
  readonly bad: readonly BadLine[]
  readonly columns: readonly string[]
}) {
  const t = useTranslations('studio.bring')
  if (bad.length === 0) return null
  return (
    <div className="border-l-4 border-refused pl-4">
      <p role="alert" className="mb-1 font-strong text-refused">
        {t('bad', { bad: bad.length })}
      </p>
      <BadLines name={name} caption={t('badCaption')} rows={bad} columns={columns} />
    </div>
  )
}
