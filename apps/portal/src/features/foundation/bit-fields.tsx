import { Checkbox } from '@vc/ui'

type Props<Name extends string> = {
  readonly legend: string
  readonly names: readonly Name[]
  /** What each name adds to the sum. */
  readonly bits: Readonly<Record<Name, number>>
  readonly labelOf: (name: Name) => string
  readonly sum: number
  readonly onChange: (sum: number) => void
}

/** Several of a few things that a record keeps as a sum of bits. */
export function BitFields<Name extends string>(props: Props<Name>) {
  const { legend, names, bits, labelOf, sum, onChange } = props
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 font-strong">{legend}</legend>
      {names.map((name) => (
        <Checkbox
          key={name}
          label={labelOf(name)}
          checked={(sum & bits[name]) !== 0}
          onChange={() => onChange(sum ^ bits[name])}
        />
      ))}
    </fieldset>
  )
}
