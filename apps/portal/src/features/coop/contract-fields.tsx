'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, FormField, Select, TextInput } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useTRPC } from '../../trpc/client.tsx'

export type Line = {
  readonly key: string
  readonly name: string
  readonly account: string
  readonly amount: string
  readonly reference: string
  readonly goods: string
  /** YYYY-MM-DD. */
  readonly due: string
}
type Typed = { readonly target: { readonly value: string } }
export type LinesForm = {
  readonly lines: readonly Line[]
  readonly sayLine: (key: string, field: keyof Line) => (event: Typed) => void
  readonly fillLine: (key: string, known: Partial<Omit<Line, 'key'>>) => void
  readonly add: () => void
  readonly remove: (key: string) => void
}

export const emptyLine = (): Line => ({
  ...{ key: crypto.randomUUID(), name: '', account: '', amount: '', reference: '', goods: '', due: '' },
})

/** One block of fields for each supplier with whom a contract is agreed. */
export function ContractFields({
  form,
  most,
  errorAt,
}: {
  readonly form: LinesForm
  readonly most: number
  /** What is wrong with a field, named `key field`. */
  readonly errorAt: (field: string) => string | undefined
}) {
  const t = useTranslations('coop.publish')
  return (
    <>
      {form.lines.map((line, at) => (
        <OneContract
          key={line.key}
          form={form}
          line={line}
          number={at + 1}
          errorAt={(field) => errorAt(`${line.key} ${field}`)}
        />
      ))}
      {form.lines.length < most && (
        <Button size="small" onClick={form.add}>
          {t('add')}
        </Button>
      )}
    </>
  )
}

type OneProps = {
  readonly form: LinesForm
  readonly line: Line
  readonly number: number
  readonly errorAt: (field: keyof Line) => string | undefined
}

function OneContract({ form, line, number, errorAt }: OneProps) {
  const t = useTranslations('coop.publish')
  const { lines, sayLine, remove } = form
  const bind = (field: keyof Line) => ({ value: line[field], onChange: sayLine(line.key, field) })
  const field = (name: keyof Line, label: string, input: ReactNode) => (
    <FormField label={label} error={errorAt(name)}>
      {input}
    </FormField>
  )
  const account = <TextInput className="font-mono" maxLength={200} spellCheck={false} {...bind('account')} />
  return (
    <fieldset className="grid gap-x-4 gap-y-3 border-l-2 border-line-strong pl-4 sm:grid-cols-2">
      <legend className="mb-2 font-strong">{t('contract', { number })}</legend>
      <ChooseSupplier choose={(known) => form.fillLine(line.key, known)} />
      {field('name', t('supplier'), <TextInput maxLength={80} {...bind('name')} />)}
      {field('amount', t('amount'), <TextInput amount {...bind('amount')} />)}
      {field('goods', t('goods'), <TextInput maxLength={120} {...bind('goods')} />)}
      {field('due', t('due'), <TextInput type="date" {...bind('due')} />)}
      {field('account', t('account'), account)}
      {field('reference', t('reference'), <TextInput maxLength={80} {...bind('reference')} />)}
      {lines.length > 1 && (
        <Button size="small" variant="quiet" className="justify-self-start" onClick={() => remove(line.key)}>
          {t('remove', { number })}
        </Button>
      )}
    </fieldset>
  )
}

type ChooseProps = { readonly choose: (known: Pick<Line, 'name' | 'account'>) => void }

/** One of the suppliers that were let in for this co-op and have an account: its name and account are filled in. */
function ChooseSupplier({ choose }: ChooseProps) {
  const t = useTranslations('coop.outside')
  const isChinese = useLocale() === 'zh-CN'
  const { data = [] } = useQuery(useTRPC().coop.outsideSuppliers.queryOptions())
  const known = data.flatMap(({ account, name, nameZh }) =>
    account ? [{ account, name: isChinese ? nameZh : name }] : [],
  )
  if (known.length === 0) return null
  const options = [
    { value: '', label: t('another') },
    ...known.map(({ account, name }) => ({ value: account, label: name })),
  ]
  return (
    <FormField className="sm:col-span-2" label={t('choose')}>
      <Select
        defaultValue=""
        options={options}
        onChange={({ target }) => {
          const chosen = known.find(({ account }) => account === target.value)
          if (chosen) choose(chosen)
        }}
      />
    </FormField>
  )
}
