'use client'
import { parseAmount } from '@vc/ledger'
import { Amount, Button, Dialog, Facts, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import type { AgentRow } from './agents.tsx'
import { AmountField } from './amount-field.tsx'
import { KeyOwner } from './owner.tsx'
import { type Ask, usePropose } from './use-propose.ts'

export type AgentAct = { readonly kind: 'credit.grant' | 'agent.strike'; readonly agent: AgentRow }
type Props = { readonly act: AgentAct; readonly onClose: () => void }

/** Proposes management credit for an agent, or to strike it off the list. */
export function AgentDialog({ act: { kind, agent }, onClose }: Props) {
  const t = useTranslations('foundation.agents')
  const { decimals } = useUi()
  const { propose, error, busy } = usePropose(onClose)
  const [amount, setAmount] = useState('')
  const word = kind === 'credit.grant' ? 'grant' : 'strike'
  const left = agent.ceiling > agent.held ? agent.ceiling - agent.held : 0n
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`${word}Title`)}
      description={t(`${word}Lead`)}
      footer={
        <Button
          variant={kind === 'credit.grant' ? 'primary' : 'danger'}
          disabled={busy}
          onClick={() => propose(() => askOf(kind, agent, parseAmount(amount.trim(), decimals)))}
        >
          {t(`${word}Go`)}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        <Facts
          rows={[
            { label: t('agent'), value: <KeyOwner of={agent.key} owner={agent.owner} /> },
            { label: t('ceiling'), value: <Amount amount={agent.ceiling} /> },
            { label: t('held'), value: <Amount amount={agent.held} /> },
            { label: t('exposure'), value: <Amount amount={agent.exposure} /> },
          ]}
        />
        {kind === 'credit.grant' && (
          <AmountField
            label={t('grantAmount')}
            hint={
              <>
                {t('grantHint')} <Amount amount={left} />
              </>
            }
            value={amount}
            onChange={setAmount}
          />
        )}
      </div>
    </Dialog>
  )
}

function askOf(kind: AgentAct['kind'], { key }: AgentRow, amount: bigint | undefined): Ask {
  if (kind === 'agent.strike') return { kind, key }
  if (amount === undefined || amount <= 0n) throw new RefusedHere('amount-out-of-range')
  return { kind, key, amount: amount.toString() }
}
