'use client'
import { Amount, RefusalNotice, Stat, StatRow } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Circulation = NonNullable<ApiAnswers['overview']['circulation']>

/** What circulates by the formula beside what the outputs and the header say; a red word when they are not the same. */
export function Equation({ equation }: { readonly equation: Circulation['equation'] }) {
  const t = useTranslations('circulation.equation')
  const format = useFormatter()
  const { base, locked, debt, formula, unspent, header, holds, height } = equation
  return (
    <div className="space-y-4">
      <p className="flex flex-wrap items-baseline gap-x-2 text-lead">
        <Amount amount={formula} element="value" /> = <Amount amount={base} /> − <Amount amount={locked} /> +{' '}
        <Amount amount={debt} element="debt" />
      </p>
      <p className="text-small text-ink-soft">{t('words')}</p>
      <StatRow>
        <Stat label={t('formula')} value={<Amount amount={formula} />} note={t('formulaNote')} tone="value" />
        <Stat
          label={t('unspent')}
          value={<Amount amount={unspent} />}
          note={t('unspentNote')}
          tone={unspent === formula ? 'value' : 'refused'}
        />
        <Stat
          label={t('header')}
          value={<Amount amount={header} />}
          note={t('headerNote')}
          tone={header === formula ? 'value' : 'refused'}
        />
      </StatRow>
      {holds ? (
        <p role="status">{t('holds', { height: format.number(height) })}</p>
      ) : (
        <RefusalNotice
          title={t('broken', { height: format.number(height) })}
          changed={t('brokenWhat')}
          next={t('brokenNext')}
        />
      )}
      <p className="text-small text-ink-soft">
        {t('recompute')} <code className="break-all">{`npx vc ratios --at ${height}`}</code>
      </p>
    </div>
  )
}
