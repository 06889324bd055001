'use client'
import { Amount, Button, FormField, Hash, Select, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { ChooseFiles } from '../imports/index.ts'
import { CONTRACT, type GuaranteeLine, type GuaranteesForm, hasDocument, nameOf } from './use-guarantees.ts'

const MOST = 20

/** What stands behind an application, line by line; of an asset or a contract only the document's SHA256 leaves this browser. */
export function GuaranteeFields({
  form,
  isTried,
}: {
  readonly form: GuaranteesForm
  readonly isTried: boolean
}) {
  const t = useTranslations('credit.guarantees')
  const { lines, sum, add } = form
  return (
    <section className="space-y-4" aria-label={t('title')}>
      <p className="max-w-md">
        <span className="block font-strong">{t('title')}</span>
        <span className="text-small text-ink-soft">{t('lead')}</span>
      </p>
      {lines.map((line, index) => (
        <Line key={line.key} form={form} line={line} number={index + 1} isTried={isTried} />
      ))}
      {lines.length > 0 && (
        <p className="text-small">
          {t('together')} <Amount amount={sum} />
        </p>
      )}
      <Button disabled={lines.length >= MOST} onClick={add}>
        {t('add')}
      </Button>
    </section>
  )
}

type LineProps = {
  readonly form: GuaranteesForm
  readonly line: GuaranteeLine
  readonly number: number
  readonly isTried: boolean
}

function Line({ form, line, number, isTried }: LineProps) {
  const t = useTranslations('credit.guarantees')
  const kinds = useTranslations('credit.guarantees.kinds')
  const { offered, say, remove, wrongOf } = form
  const wrong = isTried ? wrongOf(line) : {}
  const options = [
    { value: '', label: kinds('asset') },
    { value: CONTRACT, label: kinds('contract') },
    ...offered.map((one) => ({ value: nameOf(one), label: `${kinds(one.kind)}: ${one.name}` })),
  ]
  return (
    <fieldset className="min-w-0 space-y-3 border-l-2 pl-4">
      <legend className="text-small text-ink-soft">{t('number', { number })}</legend>
      <FormField label={t('thing')}>
        <Select value={line.thing} onChange={say(line.key, 'thing')} options={options} />
      </FormField>
      <FormField label={t('description')} error={wrong.description}>
        <TextInput value={line.description} onChange={say(line.key, 'description')} maxLength={400} />
      </FormField>
      {line.thing !== CONTRACT && (
        <FormField label={t('covers')} hint={<Worth form={form} line={line} />} error={wrong.cover}>
          <TextInput amount value={line.cover} onChange={say(line.key, 'cover')} autoComplete="off" />
        </FormField>
      )}
      {hasDocument(line) && <Document form={form} line={line} wrong={wrong.document} />}
      <Button onClick={() => remove(line.key)}>{t('remove', { number })}</Button>
    </fieldset>
  )
}

function Worth({ form, line }: Pick<LineProps, 'form' | 'line'>) {
  const t = useTranslations('credit.guarantees')
  const thing = form.offered.find((one) => nameOf(one) === line.thing)
  if (!thing) return t('coversHint')
  if (thing.worth === null) return t('notAppraised')
  return (
    <>
      {t('appraisedAt')} <Amount amount={thing.worth} />
    </>
  )
}

function Document({
  form,
  line,
  wrong,
}: Pick<LineProps, 'form' | 'line'> & { readonly wrong?: string | undefined }) {
  const t = useTranslations('credit.guarantees')
  const { document } = line
  return (
    <div>
      <ChooseFiles
        label={t(line.thing === CONTRACT ? 'contract' : 'document')}
        hint={t('documentHint')}
        onFiles={([file]) => file && form.choose(line.key, file)}
      />
      {document && (
        <p className="mt-1 text-small">
          {document.name} · <Hash hash={document.hash} />
        </p>
      )}
      {wrong && !document && <p className="mt-1 text-small font-strong text-refused">{wrong}</p>}
    </div>
  )
}
