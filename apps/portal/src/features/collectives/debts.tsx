'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, Checkbox, FormField, Section, Stat, StatRow, Status, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { ClearLots } from '../clearing/index.ts'
import { toneOfStanding, useDays } from '../credit/index.ts'
import { DebtLink } from '../debt/index.ts'
import { CommandDialog, RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import type { Collective } from './stages.ts'

const POLL_MS = 5_000
type Debts = ApiAnswers['collectives']['debts']
type Lot = Debts['lots'][number]
const isLate = ({ standing }: Lot) => standing === 'overdue' || standing === 'bad'

/** What a collective owes, lot by lot: its members repay by a vote, and from its height on anybody may clear one. Nothing when it owes nothing. */
export function CollectiveDebts({ collective }: { readonly collective: Collective }) {
  const refetchInterval = usePolling(POLL_MS)
  const asked = { collectiveId: collective.id }
  const { data, error } = useQuery(useTRPC().collectives.debts.queryOptions(asked, { refetchInterval }))
  if (!data) return <RefusalView error={error} />
  if (data.lots.length === 0) return null
  return (
    <>
      <Owed collective={collective} debts={data} />
      <ClearLots lots={data.lots.filter((lot) => isLate(lot) && lot.isFree)} />
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
  const isShort = lots.length > 0 && sum + debts.fee > debts.value
  const choose = (name: string, isChosen: boolean) =>
    setChosen((now) => (isChosen ? [...now, name] : now.filter((other) => other !== name)))
  return (
    <Section id="debts" title={t('title')} lead={t('lead')}>
      <StatRow>
        <Stat label={t('unpaid')} value={<Amount amount={unpaid} />} tone="debt" />
        <Stat label={t('value')} value={<Amount amount={debts.value} />} tone="value" />
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
          <Button variant="primary" disabled={lots.length === 0 || isShort} onClick={() => setOpen(true)}>
            {t('open', { count: lots.length })}
          </Button>
          {isShort && <p className="mt-2 text-refused">{t('short')}</p>}
        </div>
      )}
      {isOpen && <AskDialog collective={collective} lots={lots} onClose={() => setOpen(false)} />}
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
  const { amount, expiryHeight, standing, isFree, txid } = lot
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
      <DebtLink txid={txid} />
      {!isFree && <span className="text-small text-ink-faint">{t('underWay')}</span>}
    </li>
  )
}

type AskProps = {
  readonly collective: Collective
  readonly lots: readonly Lot[]
  readonly onClose: () => void
}

/** Opens a vote by which the collective repays lots out of its own value. */
function AskDialog({ collective, lots, onClose }: AskProps) {
  const t = useTranslations('collectives.debts.ask')
  const words = useTranslations('collectives.propose')
  const api = useTRPCClient()
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [purpose, setPurpose] = useState('')
  const [days, setDays] = useState('7')
  async function ask() {
    const made = await run(() => {
      if (purpose.trim() === '') throw new RefusedHere('purpose-missing')
      if (!/^(?:[1-9]|[1-5]\d|60)$/.test(days)) throw new RefusedHere('days-wrong')
      const asked = { commandKey, collectiveId: collective.id, purpose, days: Number(days) }
      return api.collectives.askRepayment.mutate({ ...asked, lots: lots.map(({ name }) => name) })
    })
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  const { name, threshold, weight } = collective
  return (
    <CommandDialog
      title={t('title', { name, count: lots.length })}
      lead={t('lead', { threshold, weight })}
      go={words('go')}
      pending={busy}
      onGo={ask}
      onClose={onClose}
      error={error}
    >
      <FormField label={words('purpose')} hint={words('purposeHint')}>
        <TextInput value={purpose} maxLength={300} onChange={({ target }) => setPurpose(target.value)} />
      </FormField>
      <FormField label={words('days')} hint={words('daysHint')}>
        <TextInput
          amount
          unit={words('daysUnit')}
          value={days}
          onChange={({ target }) => setDays(target.value)}
        />
      </FormField>
    </CommandDialog>
  )
}
