'use client'
import { useQuery } from '@tanstack/react-query'
import { risksOf } from '@vc/acts'
import { Risks } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import { readDraft } from './read-draft.ts'

/** What a signer of an act is warned of, each warning once: by the bytes of all its transactions, by history and clock. */
export function ActRisks({ actId }: { readonly actId: string }) {
  const t = useTranslations('signing.warnings')
  const words = useTranslations('act.risks')
  const locale = useLocale()
  const { data: act } = useQuery(useTRPC().acts.begin.queryOptions({ actId }))
  const read = act && readDraft(act, locale)
  if (!act || !read?.ok) return null
  const risks = new Set(read.value.flatMap((leg) => risksOf(leg.sheet.lines)))
  const warnings = new Set(act.warnings.flat())
  return <Risks risks={[...[...risks].map((risk) => words(risk)), ...[...warnings].map((one) => t(one))]} />
}
