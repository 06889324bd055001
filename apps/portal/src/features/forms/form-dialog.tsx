'use client'
import { FormField, Select, TextArea, TextInput, useToast, useUi } from '@vc/ui'
import { useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import { emptyOf, mustBeAmount } from './must-be.ts'

/** What may be longer than this is written in several lines. */
const LONG = 200

/** One thing that a form asks for. */
export type Field<Name extends string> = {
  readonly name: Name
  readonly label: string
  /** What stands below, or what is said there of what has been typed. */
  readonly hint?: string | ((typed: string) => string)
  readonly kind?: 'text' | 'amount' | 'count' | 'day' | 'account'
  readonly unit?: string
  readonly first?: string
  readonly most?: number
  /** A choice among these. */
  readonly options?: readonly { readonly value: string; readonly label: string }[]
}
/** What was typed, refused at the edge where it is not what the field is for. */
export type Typed<Name extends string> = {
  readonly commandKey: string
  readonly text: (name: Name) => string
  readonly amount: (name: Name) => bigint
  readonly count: (name: Name) => number
}
type Props<Name extends string> = {
  readonly title: string
  readonly lead: string
  readonly go: string
  /** What is said when it is done; of what drafts an act the signing says it. */
  readonly done?: string
  readonly fields: readonly Field<Name>[]
  readonly onClose: () => void
}

/** A form of a few fields that runs one command. */
export function FormDialog<Name extends string>({
  send,
  ...form
}: Props<Name> & { readonly send: (typed: Typed<Name>) => Promise<unknown> }) {
  const { run, error, busy } = useCommand()
  const toast = useToast()
  const [commandKey] = useState(() => crypto.randomUUID())
  async function go(typed: Omit<Typed<Name>, 'commandKey'>) {
    if ((await run(async () => send({ ...typed, commandKey }))) === undefined) return
    if (form.done) toast({ title: form.done })
    form.onClose()
  }
  return <Fields {...form} error={error} busy={busy} onGo={go} />
}

/** The same for a command that drafts an act: its papers lie open when the form closes. */
export function DraftDialog<Name extends string>({
  send,
  ...form
}: Props<Name> & { readonly send: (typed: Typed<Name>) => Promise<{ readonly actId: string }> }) {
  const { draftAndSign, error, busy } = useDraftedAct(form.onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const go = (typed: Omit<Typed<Name>, 'commandKey'>) =>
    draftAndSign(async () => send({ ...typed, commandKey }))
  return <Fields {...form} error={error} busy={busy} onGo={go} />
}

type FieldsProps<Name extends string> = Omit<Props<Name>, 'done'> & {
  readonly error: unknown
  readonly busy: boolean
  readonly onGo: (typed: Omit<Typed<Name>, 'commandKey'>) => unknown
}

function Fields<Name extends string>({ fields, onGo, busy, ...dialog }: FieldsProps<Name>) {
  const { decimals } = useUi()
  const errorAt = useFieldErrors(dialog.error)
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map((one) => [one.name, one.first ?? one.options?.[0]?.value ?? ''])),
  )
  const text = (name: Name) => {
    const value = values[name]?.trim() ?? ''
    if (value === '') throw new RefusedHere('fields-empty', { fields: emptyOf(values) })
    return value
  }
  const amount = (name: Name) => mustBeAmount(text(name), decimals, name)
  const count = (name: Name) => {
    if (!/^[1-9]\d{0,8}$/.test(text(name))) throw new RefusedHere('number-wrong', { field: name })
    return Number(text(name))
  }
  return (
    <CommandDialog {...dialog} pending={busy} onGo={() => onGo({ text, amount, count })}>
      {fields.map((field) => (
        <FormField
          key={field.name}
          label={field.label}
          hint={hintOf(field, values[field.name])}
          error={errorAt(field.name)}
        >
          <Input
            field={field}
            value={values[field.name] ?? ''}
            onSay={(value) => setValues({ ...values, [field.name]: value })}
          />
        </FormField>
      ))}
    </CommandDialog>
  )
}

const hintOf = ({ hint }: Pick<Field<string>, 'hint'>, typed = '') =>
  typeof hint === 'function' ? hint(typed) : hint

type InputProps = {
  readonly field: Omit<Field<string>, 'name'>
  readonly value: string
  readonly onSay: (value: string) => void
}

function Input({ field: { kind = 'text', unit, most = 200, options }, value, onSay }: InputProps) {
  if (options)
    return <Select value={value} options={options} onChange={(event) => onSay(event.target.value)} />
  if (kind === 'text' && most > LONG)
    return <TextArea maxLength={most} value={value} onChange={(event) => onSay(event.target.value)} />
  return (
    <TextInput
      type={kind === 'day' ? 'date' : 'text'}
      amount={kind === 'amount' || kind === 'count'}
      className={kind === 'account' ? 'font-mono' : undefined}
      spellCheck={kind === 'text'}
      maxLength={most}
      unit={unit}
      value={value}
      onChange={(event) => onSay(event.target.value)}
    />
  )
}
