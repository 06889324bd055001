import { FormField, TextInput } from '@vc/ui'

type Props = {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A key, a hash or a number as machines print it. */
export function CodeField({ label, hint, value, onChange }: Props) {
  return (
    <FormField label={label} hint={hint}>
      <TextInput
        value={value}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
        onChange={(event) => onChange(event.target.value)}
      />
    </FormField>
  )
}
