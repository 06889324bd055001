'use client'
import { RefusalNotice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { RefusedHere } from '../../../trpc/refusal.ts'
import { useRefusalWords } from '../../refusals/index.ts'
import type { Refused } from './use-proposal-check.ts'

/** Why the node does not take a draft; an invariant in the reader's words. */
export function NodeRefusal({ refused }: { readonly refused: Refused }) {
  const t = useTranslations('configuration')
  const words = useRefusalWords()
  const { code, facts } = refused
  const invariant = `invariant.${String(facts.invariant)}`
  const { title, next } = words(new RefusedHere(code, facts))
  return <RefusalNotice title={title} next={t.has(invariant) ? t(invariant) : next} code={code} />
}
