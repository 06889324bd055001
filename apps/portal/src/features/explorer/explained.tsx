'use client'
import { readLeg } from '@vc/acts'
import { fromHex } from '@vc/crypto'
import { Facts, Section, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { Sentence } from './sentence.tsx'
import type { ShownTransaction } from './shown.ts'

/** What a transaction does, in the sentences that its signers were shown: read from its bytes by this browser. */
export function Explained({ data: { transaction, named } }: { readonly data: ShownTransaction }) {
  const t = useTranslations('explorer')
  const words = useTranslations('act')
  const chinese = useLocale() === 'zh-CN'
  const { decimals } = useUi()
  // What founding transactions name is nowhere (consensus.md 2): there is nothing to read them against.
  if (transaction.height === 0) return null
  const bytes = fromHex(transaction.bytes)
  const outputs = named.map(({ element, amount, script, layer }) => ({
    ...{ element: element as 0 | 1 | 2, layer: layer as 0 | 1 | 2, amount, script: fromHex(script) },
  }))
  const read = readLeg({ bytes, named: outputs }, { network: new Uint8Array(32), decimals })
  if (!read.ok) return null
  const { lines, en, zh } = read.value.sheet
  const rows = lines.map(({ what }, at) => ({
    label: words.has(`lines.${what}`) ? words(`lines.${what}`) : what,
    value: <Sentence text={(chinese ? zh : en)[at] ?? ''} />,
  }))
  return (
    <Section id="explained" title={t('explainedTitle')} lead={t('explainedLead')}>
      <Facts rows={rows} />
    </Section>
  )
}
