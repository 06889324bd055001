'use client'
import { parseAmount } from '@vc/ledger'
import { Button, Dialog, FormField, formatUnits, Select, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { useHeightTime } from '../explorer/index.ts'
import { emptyOf, mustBeAmount } from '../forms/index.ts'
import { RefusalView, useFieldErrors } from '../refusals/index.ts'
import type { Order, Orders } from './answers.ts'
import { ContractFields, emptyLine, type Line } from './contract-fields.tsx'

/** What is known already when an order is for a work. */
type Begun = {
  readonly workId: string
  readonly title: string
  readonly buyer: string
  readonly contract: Partial<Omit<Line, 'key'>>
}
const USUAL_DAYS = 7

/** Publishes an order: what and for whom, the agreed contracts, who pays them, and until when. */
export function PublishDialog({
  orders,
  begun,
  onClose,
}: {
  readonly orders: Orders
  readonly begun?: Begun
  readonly onClose: () => void
}) {
  const t = useTranslations('coop.publish')
  const toast = useToast()
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const form = usePublishForm(orders, begun)
  const errorAt = useFieldErrors(error)
  const heightTime = useHeightTime(orders)
  async function publish() {
    const made = await run(form.send)
    if (!made) return
    toast({ title: t('sent') })
    onClose()
    router.push(`/co-op/orders/${made.orderId}`)
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={t('lead')}
      footer={
        <Button variant="primary" pending={busy} onClick={publish}>
          {t('go')}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        <FormField label={t('what')} error={errorAt('title')}>
          <TextInput maxLength={120} value={form.head.title} onChange={form.say('title')} />
        </FormField>
        <FormField label={t('buyer')} error={errorAt('buyer')}>
          <TextInput maxLength={120} value={form.head.buyer} onChange={form.say('buyer')} />
        </FormField>
        <ContractFields form={form} most={orders.mostContracts} errorAt={errorAt} />
        {!begun && <Payer form={form} errorAt={errorAt} />}
        <Need form={form} fee={orders.fundingFee} />
        <FormField
          label={t(form.isBought ? 'deliverBy' : 'deadline')}
          error={errorAt('deadline')}
          hint={heightTime(form.head.deadline)}
        >
          <TextInput amount value={form.head.deadline} onChange={form.say('deadline')} />
        </FormField>
      </div>
    </Dialog>
  )
}

type Form = ReturnType<typeof usePublishForm>
type Typed = { readonly target: { readonly value: string } }

function usePublishForm({ height, blocksPerDay }: Orders, begun: Begun | undefined) {
  const api = useTRPCClient()
  const { decimals } = useUi()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [head, setHead] = useState({
    ...{ title: begun?.title ?? '', buyer: begun?.buyer ?? '', paidBy: 'pledges', price: '' },
    deadline: String(height + USUAL_DAYS * blocksPerDay),
  })
  const [lines, setLines] = useState<readonly Line[]>([{ ...emptyLine(), ...begun?.contract }])
  const say = (field: keyof typeof head) => (event: Typed) =>
    setHead({ ...head, [field]: event.target.value })
  const sayLine = (key: string, field: keyof Line) => (event: Typed) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, [field]: event.target.value } : line)))
  const fillLine = (key: string, known: Partial<Omit<Line, 'key'>>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...known } : line)))
  const amountOf = (text: string) => parseAmount(text.trim(), decimals)
  const isBought = head.paidBy === 'credit'
  const send = () => {
    const { title, buyer, deadline } = head
    const empty = lines.flatMap(({ key, ...line }) => emptyOf(line).map((field) => `${key} ${field}`))
    const fields = [...emptyOf({ title, buyer }), ...empty]
    if (fields.length > 0) throw new RefusedHere('order-incomplete', { fields })
    const contracts = lines.map(({ key, ...line }) => ({
      ...line,
      amount: mustBeAmount(line.amount, decimals, `${key} amount`),
    }))
    const about = begun ? { workId: begun.workId } : {}
    const priced = isBought ? { price: mustBeAmount(head.price, decimals, 'price') } : {}
    if (!/^[1-9]\d{0,8}$/.test(deadline)) throw new RefusedHere('height-wrong', { field: 'deadline' })
    const terms = { title, buyer, ...about, ...priced, deadline: Number(deadline) }
    return api.coop.publish.mutate({ ...terms, commandKey, contracts })
  }
  return {
    ...{ head, say, lines, sayLine, fillLine, send, amountOf, isBought },
    add: () => setLines([...lines, emptyLine()]),
    remove: (key: string) => setLines(lines.filter((line) => line.key !== key)),
  }
}

type PayerProps = { readonly form: Form; readonly errorAt: (field: string) => string | undefined }

/** Who pays the suppliers; on credit, what the buyers pay for all of it. */
function Payer({ form: { head, say, isBought }, errorAt }: PayerProps) {
  const t = useTranslations('coop.publish')
  const ways: readonly Order['paidBy'][] = ['pledges', 'credit']
  const options = ways.map((value) => ({ value, label: t(`payers.${value}`) }))
  return (
    <>
      <FormField label={t('paidBy')} hint={t(isBought ? 'payerHints.credit' : 'payerHints.pledges')}>
        <Select value={head.paidBy} options={options} onChange={say('paidBy')} />
      </FormField>
      {isBought && (
        <FormField label={t('price')} error={errorAt('price')}>
          <TextInput amount value={head.price} onChange={say('price')} />
        </FormField>
      )}
    </>
  )
}

/** What supporters must bring together, or the buyers' price must cover, as it is being written. */
function Need({ form, fee }: { readonly form: Form; readonly fee: bigint }) {
  const t = useTranslations('coop.publish')
  const { decimals, locale } = useUi()
  const sum = form.lines.reduce((all, { amount }) => all + (form.amountOf(amount) ?? 0n), fee)
  const units = (amount: bigint) => formatUnits(amount, decimals, locale)
  return (
    <p aria-live="polite">{t(form.isBought ? 'priceNeed' : 'need', { need: units(sum), fee: units(fee) })}</p>
  )
}
