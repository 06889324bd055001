'use client'
import type { ActLeg } from '@vc/acts'
import { toHex } from '@vc/crypto'
import { DEBT_LAYER, parseStandard } from '@vc/ledger'
import { Amount, Button, Facts, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { useSession } from '../session/index.ts'
import { sumOf } from './own-lots.ts'
import { ProposeDialog } from './propose-dialog.tsx'
import type { Collective, Vote } from './stages.ts'
import { Payee } from './vote-paper.tsx'

type Props = { readonly collective: Collective; readonly locked: bigint; readonly fee: bigint }

/** Value that repaying restructured lots has left locked: it repays lots, and is handed on by a vote (docs/adr/0059). */
export function Locked({ collective, locked, fee }: Props) {
  const t = useTranslations('collectives.locked')
  const { may } = useSession()
  const [isOpen, setOpen] = useState(false)
  const start = { purpose: t('purpose'), to: '', amount: locked - fee }
  return (
    <Section id="locked" title={t('title')} lead={t('lead')}>
      <p className="text-lead">
        <Amount amount={locked} element="value" />
      </p>
      {may('collective.propose') && locked > fee && (
        <Button className="mt-4" onClick={() => setOpen(true)}>
          {t('open')}
        </Button>
      )}
      {locked <= fee && <p className="mt-2 text-ink-soft">{t('small')}</p>}
      {isOpen && (
        <ProposeDialog collective={collective} locked={locked} start={start} onClose={() => setOpen(false)} />
      )}
    </Section>
  )
}

/** Whether a vote on a payment is over value that is locked, and stays so. */
export const paysLocked = (vote: Vote, { transaction }: ActLeg) =>
  vote.kind === 'payment' && transaction.layer === DEBT_LAYER

type MatterProps = { readonly vote: Vote; readonly leg: ActLeg; readonly children: ReactNode }

/** A vote on handing locked value on: to whom, and what stays with the collective, read from the bytes. */
export function LockedMatter({ vote, leg, children }: MatterProps) {
  const t = useTranslations('collectives.locked')
  const { outputs } = leg.transaction
  const isOwn = ({ script }: (typeof outputs)[number]) => {
    const read = parseStandard(script)
    return read?.name === 'collective' && toHex(read.id) === vote.collective.ledgerId
  }
  const [paid] = outputs
  if (!paid) return null
  return (
    <>
      <div className="mb-8">
        <Section id="locked" title={t('matter')} lead={t('matterLead')}>
          <Facts
            rows={[
              { label: t('handedOn'), value: <Amount amount={paid.amount} element="value" /> },
              { label: t('to'), value: <Payee script={paid.script} /> },
              {
                label: t('stays'),
                value: <Amount amount={sumOf(outputs.slice(1).filter(isOwn))} element="value" />,
              },
            ]}
          />
          <p className="mt-4 max-w-2xl">{t('note')}</p>
        </Section>
      </div>
      {children}
    </>
  )
}
