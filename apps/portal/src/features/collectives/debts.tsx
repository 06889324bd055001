'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, Checkbox, Section, Stat, StatRow, Status, Tag } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { ClearLots } from '../clearing/index.ts'
import { toneOfStanding, useDays } from '../credit/index.ts'
import { DebtLink } from '../debt/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { AskRepayment } from './ask-repayment.tsx'
import { Locked } from './locked.tsx'
import type { Collective } from './stages.ts'

const POLL_MS = 5_000
type Debts = ApiAnswers['collectives']['debts']
export type Lot = Debts['lots'][number]
const isLate = ({ standing }: Lot) => standing === 'overdue' || standing === 'bad'

/** What a collective owes, lot by lot: its members repay by a vote, and from its height on anybody may clear one. What repaying has left locked is told below. */
export function CollectiveDebts({ collective }: { readonly collective: Collective }) {
  const refetchInterval = usePolling(POLL_MS)
  const asked = { collectiveId: collective.id }
  const { data, error } = useQuery(useTRPC().collectives.debts.queryOptions(asked, { refetchInterval }))
  if (!data) return <RefusalView error={error} />
  return (
    <>
      {data.lots.length > 0 && <Owed collective={collective} debts={data} />}
      {data.locked > 0n && <Locked collective={collective} locked={data.locked} fee={data.fee} />}
      <ClearLots lots={data.lots.filter((lot) => isLate(lot) && lot.isFree && !lot.isInDebtLayer)} />
    </>
  )
}

type OwedProps = { readonly collective: Collective; readonly debts: Debts }

function Owed({ collective, debts }: OwedProps) {
  const t = useTranslations('collectives.debts')
  const { may } = useSession()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [isOpen, setOpen] = useState(false)
  const lots = debts.lots.filter(({ name, isFree }) => isFree && chosen.includes(name))
  const sum = lots.reduce((total, { amount }) => total + amount, 0n)
  const unpaid = debts.lots.reduce((total, { amount }) => total + amount, 0n)
  const isLocking = lots.some(({ isInDebtLayer }) => isInDebtLayer)
  const isShort = lots.length > 0 && sum + debts.fee > debts.value + debts.locked
  const choose = (name: string, isChosen: boolean) =>
    setChosen((now) => (isChosen ? [...now, name] : now.filter((other) => other !== name)))
  return (
    <Section id="debts" title={t('title')} lead={t('lead')}>
      <StatRow>
        <Stat label={t('unpaid')} value={<Amount amount={unpaid} />} tone="debt" />
        <Stat label={t('value')} value={<Amount amount={debts.value} />} tone="value" />
        {debts.locked > 0n && <Stat label={t('locked')} value={<Amount amount={debts.locked} />} />}
        <Stat
          label={t('chosen')}
          value={<Amount amount={sum} />}
          note={t('plusFee')}
          tone={isShort ? 'refused' : undefined}
        />
      </StatRow>
      <ul className="mt-5 divide-y border-y">
        {debts.lots.map((lot) => (
          <LotRow
            key={lot.name}
            lot={lot}
            debts={debts}
            isChosen={chosen.includes(lot.name)}
            onChoose={(isChosen) => choose(lot.name, isChosen)}
          />
        ))}
      </ul>
      {may('collective.propose') && (
        <div className="mt-4">
          {isLocking && <p className="mb-2 max-w-3xl text-ink-soft">{t('lockNote')}</p>}
          <Button variant="primary" disabled={lots.length === 0 || isShort} onClick={() => setOpen(true)}>
            {t('open', { count: lots.length })}
          </Button>
          {isShort && <p className="mt-2 text-refused">{t('short')}</p>}
        </div>
      )}
      {isOpen && <AskRepayment collective={collective} lots={lots} onClose={() => setOpen(false)} />}
    </Section>
  )
}

type RowProps = {
  readonly lot: Lot
  readonly debts: Debts
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}

function LotRow({ lot, debts: { height, blocksPerDay }, isChosen, onChoose }: RowProps) {
  const t = useTranslations('collectives.debts')
  const words = useTranslations('debt')
  const days = useDays(blocksPerDay)
  const { amount, expiryHeight, standing, isFree, isInDebtLayer, txid } = lot
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2">
      <Checkbox
        label={<Amount amount={amount} element="debt" />}
        checked={isChosen && isFree}
        disabled={!isFree}
        onChange={({ target }) => onChoose(target.checked)}
      />
      <Status tone={toneOfStanding[standing]}>{words(`standing.${standing}`)}</Status>
      {expiryHeight !== null && (
        <span className="text-small text-ink-soft">
          {expiryHeight > height
            ? words('dueIn', { time: days(expiryHeight - height) })
            : words('dueSince', { time: days(height - expiryHeight) })}
        </span>
      )}
      {isInDebtLayer && <Tag tone="quiet">{t('inDebtLayer')}</Tag>}
      <DebtLink txid={txid} />
      {!isFree && <span className="text-small text-ink-faint">{t('underWay')}</span>}
    </li>
  )
}
