'use client'
import { Amount, Facts, formatUnits, Notice, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

type Found = NonNullable<ApiAnswers['credit']['review']['ceilings']>
type Fill = Found['agent']

/** How far this credit would fill the agent's ceiling and the one advised for its debtor; warns from 70 of a hundred on. */
export function Ceilings({ ceilings }: { readonly ceilings: Found }) {
  const t = useTranslations('credit.ceilings')
  const { agent, debtor, score } = ceilings
  return (
    <div className="mt-4 space-y-3">
      <Mark whose="agent" fill={agent} />
      <Mark whose="debtor" fill={debtor} />
      <Facts
        rows={[
          { label: t('agentCeiling'), value: <Amount amount={agent.ceiling} element="credit" /> },
          { label: t('score'), value: t('scoreOf', { score }) },
          { label: t('agentUsed'), value: <Amount amount={agent.used} /> },
          { label: t('debtorUsed'), value: <Amount amount={debtor.used} /> },
          {
            label: t('advised'),
            value: (
              <>
                <Amount amount={debtor.ceiling} />
                <span className="block text-small text-ink-soft">{t('advisedHow')}</span>
              </>
            ),
          },
        ]}
      />
    </div>
  )
}

function Mark({
  whose,
  fill: { used, ceiling, mark },
}: {
  readonly whose: 'agent' | 'debtor'
  readonly fill: Fill
}) {
  const t = useTranslations('credit.ceilings')
  const { decimals, locale } = useUi()
  if (mark === 0) return null
  const units = { used: formatUnits(used, decimals, locale), ceiling: formatUnits(ceiling, decimals, locale) }
  return (
    <Notice tone="waiting" title={t(`marks.${whose}`, { mark })}>
      {t(`next.${whose}`, units)}
    </Notice>
  )
}
