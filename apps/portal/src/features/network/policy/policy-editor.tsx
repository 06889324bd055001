'use client'
import { Button, ErrorSummary, FormField, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusalView } from '../../refusals/index.ts'
import { PolicyReplay } from './policy-replay.tsx'
import { type PolicyField, policyFields, usePolicyForm } from './use-policy-form.ts'
import { type Policy, useReplacePolicy } from './use-replace-policy.ts'

type EditorProps = { readonly inForce: Policy; readonly blocksPerDay: number }
const fieldId = (field: PolicyField) => `policy-${field}`
const nameOf = (policy: Policy) => Object.values(policy).map(String).join(' ')

/** The bounds of the policy. They go in force only after they were seen over past blocks. */
export function PolicyEditor({ inForce, blocksPerDay }: EditorProps) {
  const t = useTranslations('network.policy')
  const toast = useToast()
  const { form, wrong, set, policy, example } = usePolicyForm(inForce, blocksPerDay)
  const { replace, error } = useReplacePolicy()
  const [tries, setTries] = useState(0)
  const [replayed, setReplayed] = useState<Policy>()
  const isSeen = policy !== undefined && replayed !== undefined && nameOf(replayed) === nameOf(policy)
  const isInForce = policy !== undefined && nameOf(policy) === nameOf(inForce)
  const say = (field: PolicyField) => t(`wrong.${field}`, { example })
  const see = () => {
    setTries((before) => before + 1)
    setReplayed(policy)
  }
  const force = async () => {
    if (policy && (await replace(policy))) toast({ title: t('forced') })
  }
  const units = { speed: t('perDay'), stop: undefined, reserve: '%', meanAge: t('daysUnit') }
  const errors = tries > 0 ? wrong.map((field) => ({ id: fieldId(field), text: say(field) })) : []
  return (
    <div className="space-y-6">
      <ErrorSummary key={tries} title={t('wrong.title')} errors={errors} />
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        {policyFields.map((field) => (
          <FormField
            key={field}
            id={fieldId(field)}
            label={t(field)}
            hint={t(`${field}Hint`)}
            optional
            error={tries > 0 && wrong.includes(field) ? say(field) : undefined}
          >
            <TextInput
              amount
              value={form[field]}
              onChange={set(field)}
              unit={units[field]}
              autoComplete="off"
            />
          </FormField>
        ))}
      </div>
      <RefusalView error={error} />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant={isSeen ? 'plain' : 'primary'} onClick={see}>
          {t('replay')}
        </Button>
        <Button variant={isSeen ? 'primary' : 'plain'} disabled={!isSeen || isInForce} onClick={force}>
          {t('force')}
        </Button>
        <span className="text-small text-ink-soft">
          {isInForce ? t('nothing') : !isSeen && t('replayFirst')}
        </span>
      </div>
      {replayed && <PolicyReplay policy={replayed} />}
    </div>
  )
}
