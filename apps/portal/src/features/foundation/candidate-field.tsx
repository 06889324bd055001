'use client'
import { useQuery } from '@tanstack/react-query'
import { FormField, Select, shortHash } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'

type Candidate = ApiAnswers['foundation']['candidates'][number]
type Props = {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (key: string) => void
  readonly roles: readonly Candidate['role'][]
  /** Keys that stand there already. */
  readonly but: readonly string[]
}

/** One of the keys for acts that people of these roles have made, with its person and organisation. */
export function CandidateField({ label, hint, value, onChange, roles, but }: Props) {
  const t = useTranslations('foundation')
  const chinese = useLocale() === 'zh-CN'
  const { data = [] } = useQuery(useTRPC().foundation.candidates.queryOptions())
  const fit = data.filter(({ role, key }) => roles.includes(role) && !but.includes(key))
  const nameOf = ({ key, person, name, nameZh, isSoftware }: Candidate) =>
    t(isSoftware ? 'candidateSoftware' : 'candidate', {
      person,
      organisation: chinese ? nameZh : name,
      key: shortHash(key),
    })
  return (
    <FormField label={label} hint={fit.length === 0 ? t('noCandidates') : hint}>
      <Select
        placeholder={t('choose')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        options={fit.map((one) => ({ value: one.key, label: nameOf(one) }))}
      />
    </FormField>
  )
}
