'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Checkbox } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'

type Props = { readonly chosen: readonly string[]; readonly onChange: (chosen: readonly string[]) => void }

/** One's own unpaid lots to choose among: whole lots are cleared, never parts. */
export function OwnLots({ chosen, onChange }: Props) {
  const t = useTranslations('staking.board')
  const { data, error } = useQuery(useTRPC().credit.debts.queryOptions())
  const lots = (data?.accounts ?? []).flatMap((account) => account.lots).filter(({ isFree }) => isFree)
  const choose = (name: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, name] : chosen.filter((other) => other !== name))
  return (
    <fieldset className="space-y-1">
      <legend className="mb-1 font-strong">{t('lots')}</legend>
      <RefusalView error={error} />
      {data && lots.length === 0 && <p className="text-ink-soft">{t('noLots')}</p>}
      {lots.map(({ name, amount, expiryHeight }) => (
        <Checkbox
          key={name}
          label={
            <span className="inline-flex flex-wrap gap-x-3">
              <Amount amount={amount} element="debt" />
              {expiryHeight !== null && t('due', { height: expiryHeight })}
            </span>
          }
          checked={chosen.includes(name)}
          onChange={({ target }) => choose(name, target.checked)}
        />
      ))}
    </fieldset>
  )
}
