'use client'
import { FormField, TextInput } from '@vc/ui'
import type { ReactNode } from 'react'

type Props = {
  readonly label: string
  readonly hint: ReactNode
  readonly value: string
  readonly onChange: (text: string) => void
}

/** An amount as it is typed; what asks for it reads it with the network's decimals. */
export function AmountField({ label, hint, value, onChange }: Props) {
  return (
    <FormField label={label} hint={hint}>
      <TextInput
        inputMode="decimal"
        maxLength={20}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </FormField>
  )
}
