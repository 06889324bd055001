'use client'
import { parseAmount } from '@vc/ledger'
import { Button, Dialog, FormField, Select, shortHash, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import type { AgentRow } from './agents.tsx'
import { AmountField } from './amount-field.tsx'
import { BitFields } from './bit-fields.tsx'
import { CandidateField } from './candidate-field.tsx'
import { useOwnerName } from './owner.tsx'
import { powerBits, powerNames } from './powers.ts'
import { type Ask, usePropose } from './use-propose.ts'

type Props = {
  readonly agents: readonly AgentRow[]
  /** Key of the agent that appoints; without it the dialog asks. */
  readonly under?: string
  readonly onClose: () => void
}
type Form = {
  readonly key: string
  readonly parent: string
  readonly ceiling: string
  readonly powers: number
}

type ButtonProps = Pick<Props, 'agents' | 'under'>

/** Opens the proposal of an agent. */
export function AppointButton(place: ButtonProps) {
  const t = useTranslations('foundation.agents')
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="mt-3">
      <Button variant="primary" onClick={() => setOpen(true)}>
        {t('appoint')}
      </Button>
      {isOpen && <AppointDialog {...place} onClose={() => setOpen(false)} />}
    </div>
  )
}

/** Proposes an agent: under the group, or under an agent that may appoint. */
function AppointDialog({ agents, under, onClose }: Props) {
  const t = useTranslations('foundation.agents')
  const power = useTranslations('foundation.power')
  const { decimals } = useUi()
  const { propose, error, busy } = usePropose(onClose)
  const [form, setForm] = useState<Form>({
    ...{ key: '', parent: under ?? '', ceiling: '', powers: powerBits.credit },
  })
  const change = (part: Partial<Form>) => setForm({ ...form, ...part })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('appoint')}
      description={t('appointLead')}
      footer={
        <Button
          variant="primary"
          disabled={busy}
          onClick={() => propose(() => askOf(form, parseAmount(form.ceiling.trim(), decimals)))}
        >
          {t('appointGo')}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        <CandidateField
          label={t('agent')}
          hint={t('agentHint')}
          value={form.key}
          onChange={(key) => change({ key })}
          roles={['authority']}
          but={agents.map(({ key }) => key)}
        />
        {under === undefined && (
          <ParentField agents={agents} value={form.parent} onChange={(parent) => change({ parent })} />
        )}
        <AmountField
          label={t('ceiling')}
          hint={t('ceilingHint')}
          value={form.ceiling}
          onChange={(ceiling) => change({ ceiling })}
        />
        <BitFields
          legend={t('powers')}
          names={powerNames}
          bits={powerBits}
          labelOf={power}
          sum={form.powers}
          onChange={(powers) => change({ powers })}
        />
      </div>
    </Dialog>
  )
}

type FieldProps = {
  readonly agents: readonly AgentRow[]
  readonly value: string
  readonly onChange: (key: string) => void
}

/** An authority appoints under agents only; the ledger asks for the parent's key. */
function ParentField({ agents, value, onChange }: FieldProps) {
  const t = useTranslations('foundation.agents')
  const nameOf = useOwnerName()
  const { role } = useSession()
  const appointing = agents.filter(({ powers }) => (powers & powerBits.appoint) !== 0)
  const options = appointing.map(({ key, owner }) => ({
    value: key,
    label: `${nameOf(owner)}, ${shortHash(key)}`,
  }))
  const group = role === 'admission' ? [{ value: '', label: t('group') }] : []
  return (
    <FormField label={t('parent')} hint={t('parentHint')}>
      <Select
        {...(role === 'admission' ? {} : { placeholder: t('chooseParent') })}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        options={[...group, ...options]}
      />
    </FormField>
  )
}

function askOf({ key, parent, powers }: Form, ceiling: bigint | undefined): Ask {
  if (key === '') throw new RefusedHere('member-missing')
  if (powers === 0) throw new RefusedHere('powers-missing')
  if (ceiling === undefined || ceiling < 0n) throw new RefusedHere('amount-out-of-range')
  return { kind: 'agent.appoint', key, parent, ceiling: ceiling.toString(), powers }
}
