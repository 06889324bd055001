'use client'
import { Button, Checkbox, ErrorSummary, FormField, Section, TextArea, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../../i18n/navigation.ts'
import { RefusalView } from '../../refusals/index.ts'
import { NodeRefusal } from './node-refusal.tsx'
import { ParameterFields } from './parameter-fields.tsx'
import { Preview } from './preview.tsx'
import { emptyForm, type ProposalForm, type TextField } from './read-proposal.ts'
import { type ConfigurationView, usePropose } from './use-configuration.ts'
import { useParameterWords, useShare } from './use-parameter-words.ts'
import { useProposalCheck } from './use-proposal-check.ts'

type Errors = (field: string) => string | undefined

/** The form of a proposal. It can be given to the nodes only as it was checked and replayed. */
export function ProposalEditor({ view }: { readonly view: ConfigurationView }) {
  const t = useTranslations('configuration.form')
  const [form, setForm] = useState(() => emptyForm(view))
  const { check, tries, wrong, refused, error, draft } = useProposalCheck(form, view)
  const sentence = useSentence(view)
  const errorOf: Errors = (field) => {
    const found = wrong.find((one) => one.field === field)
    return found && sentence(found.word, field)
  }
  const set = (change: Partial<ProposalForm>) => setForm((now) => ({ ...now, ...change }))
  const errors = wrong.map(({ field, word }) => ({ id: `proposal-${field}`, text: sentence(word, field) }))
  return (
    <div className="max-w-3xl">
      <ErrorSummary key={tries} title={t('wrong.title')} errors={errors} />
      <Words form={form} set={set} errorOf={errorOf} />
      <Section id="what" title={t('what')} lead={t('whatLead')}>
        <ParameterFields
          values={form.values}
          view={view}
          errorOf={errorOf}
          onChange={(values) => set({ values })}
        />
        <div className="mt-5">
          <Checkbox
            label={
              <>
                {t('trialOn')}
                <span className="block text-small text-ink-soft">{t('trialHint')}</span>
              </>
            }
            checked={form.isOnTrial}
            onChange={(event) => set({ isOnTrial: event.target.checked })}
          />
        </div>
      </Section>
      <Times form={form} set={set} errorOf={errorOf} view={view} />
      <div className="mt-8 space-y-5">
        <RefusalView error={error} />
        {refused && <NodeRefusal refused={refused} />}
        <Finish draft={draft} check={check} />
      </div>
    </div>
  )
}

/** What a wrong field says, with the bounds of this network. */
function useSentence(view: ConfigurationView) {
  const t = useTranslations('configuration.form.wrong')
  const tf = useTranslations('configuration.form')
  const words = useParameterWords()
  const percent = useShare()
  const { voteWindow, voteThreshold, activationDelay } = view.parameters
  return (word: Parameters<typeof t>[0], field: string) =>
    t(word, {
      label: tf.has(field) ? tf(field) : '',
      range: words.range(field.replace(/^value-/, '')),
      least:
        word === 'length'
          ? Number(voteWindow)
          : word === 'delay'
            ? Number(activationDelay)
            : percent(Number(voteThreshold) / 1_000),
      most: 10 * Number(voteWindow),
    })
}

type PartProps = {
  readonly form: ProposalForm
  readonly set: (change: Partial<ProposalForm>) => void
  readonly errorOf: Errors
}

function Words({ form, set, errorOf }: PartProps) {
  const t = useTranslations('configuration.form')
  return (
    <div className="space-y-5">
      {(['titleEn', 'titleZh'] as const).map((field) => (
        <FormField
          key={field}
          id={`proposal-${field}`}
          label={t(field)}
          hint={t('titleHint')}
          error={errorOf(field)}
        >
          <TextInput
            value={form[field]}
            maxLength={200}
            onChange={(event) => set({ [field]: event.target.value })}
          />
        </FormField>
      ))}
      {(['reasonEn', 'reasonZh'] as const).map((field) => (
        <FormField key={field} id={`proposal-${field}`} label={t(field)} error={errorOf(field)}>
          <TextArea
            value={form[field]}
            maxLength={8_000}
            onChange={(event) => set({ [field]: event.target.value })}
          />
        </FormField>
      ))}
    </div>
  )
}

function Times({ form, set, errorOf, view }: PartProps & { readonly view: ConfigurationView }) {
  const t = useTranslations('configuration.form')
  const percent = useShare()
  const { voteWindow, voteThreshold, activationDelay } = view.parameters
  const window = Number(voteWindow)
  const field = (
    name: TextField,
    label: string,
    hint: string,
    unit: string | undefined,
    isOptional = false,
  ) => (
    <FormField id={`proposal-${name}`} label={label} hint={hint} error={errorOf(name)} optional={isOptional}>
      <TextInput
        amount={unit !== undefined}
        unit={unit}
        value={form[name]}
        autoComplete="off"
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </FormField>
  )
  const least = percent(Number(voteThreshold) / 1_000)
  return (
    <Section id="when" title={t('when')}>
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        {field('start', t('start'), t('startHint'), t('blocks'))}
        {field('length', t('length'), t('lengthHint', { least: window, most: 10 * window }), t('blocks'))}
        {field('threshold', t('thresholdLabel'), t('thresholdHint', { least }), '%')}
        {field('delay', t('delay'), t('delayHint', { least: Number(activationDelay) }), t('blocks'))}
        {field('group', t('group'), t('groupHint'), undefined, true)}
      </div>
    </Section>
  )
}

type FinishProps = Pick<ReturnType<typeof useProposalCheck>, 'draft' | 'check'>

function Finish({ draft, check }: FinishProps) {
  const t = useTranslations('configuration.form')
  const toast = useToast()
  const router = useRouter()
  const { propose, error } = usePropose()
  const press = async () => {
    if (!draft || !(await propose(draft))) return
    toast({ title: t('done') })
    router.push('/network/configuration')
  }
  return (
    <>
      {draft && (
        <p role="status" className="font-strong">
          {t('good', { from: draft.vote.from, to: draft.vote.to, start: draft.from })}
        </p>
      )}
      {draft && <Preview changes={draft.changes} />}
      <RefusalView error={error} />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant={draft ? 'plain' : 'primary'} onClick={check}>
          {t('check')}
        </Button>
        <Button variant={draft ? 'primary' : 'plain'} disabled={!draft} onClick={press}>
          {t('propose')}
        </Button>
        {!draft && <span className="text-small text-ink-soft">{t('checkFirst')}</span>}
      </div>
    </>
  )
}
