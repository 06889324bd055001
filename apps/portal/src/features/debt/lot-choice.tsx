'use client'
import { Amount, Checkbox } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { type Case, type CaseLot, standsAs } from './case.ts'
import { LotDue } from './lot-due.tsx'

/** The name of a lot, "txid:index". */
export const lotName = ({ txid, index }: CaseLot): string => `${txid}:${index}`

type Props = {
  readonly data: Case
  readonly legend: string
  readonly lots: readonly CaseLot[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** Lots to choose among, each with its amount, how it stands and when it is due: most are of one amount. */
export function LotChoice({ data, legend, lots, chosen, onChange }: Props) {
  const t = useTranslations('debt.standing')
  const choose = (name: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, name] : chosen.filter((other) => other !== name))
  return (
    <fieldset className="space-y-1">
      <legend className="mb-1 font-strong">{legend}</legend>
      {lots.map((lot) => (
        <Checkbox
          key={lotName(lot)}
          label={
            <>
              <Amount amount={lot.amount} element="debt" /> {t(standsAs(lot))}{' '}
              <LotDue lot={lot} data={data} />
            </>
          }
          checked={chosen.includes(lotName(lot))}
          onChange={({ target }) => choose(lotName(lot), target.checked)}
        />
      ))}
    </fieldset>
  )
}
