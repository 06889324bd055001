'use client'
import { Button, FormField, Select, TextArea, TextInput } from '@vc/ui'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ProposalForm } from './read-proposal.ts'
import type { ConfigurationView, Value } from './use-configuration.ts'
import { useParameterWords } from './use-parameter-words.ts'

type Values = ProposalForm['values']
type FieldsProps = {
  readonly values: Values
  readonly view: ConfigurationView
  readonly onChange: (values: Values) => void
  readonly errorOf: (field: string) => string | undefined
}

/** The parameters that a proposal changes: chosen out of the list, each with its meaning, its range and its value now. */
export function ParameterFields({ values, view, onChange, errorOf }: FieldsProps) {
  const t = useTranslations('configuration.form')
  const words = useParameterWords()
  const chosen = new Set(values.map(({ parameter }) => parameter))
  const fixed: readonly string[] = view.fixed
  const options = Object.keys(view.parameters)
    .filter((name) => !chosen.has(name) && !fixed.includes(name))
    .map((name) => ({ value: name, label: `${words.name(name)} (${name})` }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const add = (parameter: string) => {
    if (parameter !== '') onChange([...values, { parameter, text: textOf(view.parameters[parameter]) }])
  }
  const change = (parameter: string, text: string) =>
    onChange(values.map((one) => (one.parameter === parameter ? { parameter, text } : one)))
  return (
    <div className="space-y-5">
      {values.map(({ parameter, text }) => (
        <div key={parameter} className="flex items-end gap-2">
          <FormField
            id={`proposal-value-${parameter}`}
            className="grow"
            label={words.name(parameter)}
            hint={t('nowIs', {
              means: `${words.means(parameter)} `,
              value: words.value(view.parameters[parameter]),
              range: words.range(parameter),
            })}
            error={errorOf(`value-${parameter}`)}
          >
            <ValueInput
              now={view.parameters[parameter]}
              text={text}
              onChange={(to) => change(parameter, to)}
            />
          </FormField>
          <Button
            variant="quiet"
            icon={<X aria-hidden />}
            aria-label={t('remove', { name: words.name(parameter) })}
            onClick={() => onChange(values.filter((one) => one.parameter !== parameter))}
          />
        </div>
      ))}
      <FormField id="proposal-what" label={t('add')} hint={t('addHint')} error={errorOf('what')}>
        <Select
          value=""
          placeholder={t('choose')}
          options={options}
          onChange={(event) => add(event.target.value)}
        />
      </FormField>
    </div>
  )
}

/** As a field holds it: texts as they are, the rest as JSON. */
const textOf = (value: Value | undefined) =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null)

function ValueInput({
  now,
  text,
  onChange,
}: {
  readonly now: Value | undefined
  readonly text: string
  readonly onChange: (text: string) => void
}) {
  const t = useTranslations('configuration')
  const change = (event: { readonly target: { readonly value: string } }) => onChange(event.target.value)
  if (typeof now === 'boolean') {
    const options = [
      { value: 'true', label: t('on') },
      { value: 'false', label: t('off') },
    ]
    return <Select value={text} options={options} onChange={change} />
  }
  if (typeof now === 'object') return <TextArea value={text} onChange={change} className="font-mono" />
  return <TextInput amount={typeof now === 'number'} value={text} onChange={change} autoComplete="off" />
}
