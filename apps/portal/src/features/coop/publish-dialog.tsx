'use client'
import { parseAmount } from '@vc/ledger'
import { Button, Dialog, FormField, formatUnits, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Orders } from './answers.ts'

type Line = {
  readonly key: string
  readonly name: string
  readonly account: string
  readonly amount: string
  readonly reference: string
}
const emptyLine = (): Line => ({ key: crypto.randomUUID(), name: '', account: '', amount: '', reference: '' })
/** What is known already when an order is for a work. */
type Begun = {
  readonly workId: string
  readonly title: string
  readonly buyer: string
  readonly contract: Omit<Line, 'key'>
}
const USUAL_DAYS = 7

/** Publishes an order: what and for whom, the agreed contracts, and until when supporters may pledge. */
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
        <FormField label={t('what')}>
          <TextInput maxLength={120} value={form.head.title} onChange={form.say('title')} />
        </FormField>
        <FormField label={t('buyer')}>
          <TextInput maxLength={120} value={form.head.buyer} onChange={form.say('buyer')} />
        </FormField>
        <Contracts form={form} most={orders.mostContracts} />
        <Need form={form} fee={orders.fundingFee} />
        <FormField
          label={t('deadline')}
          hint={<DeadlineHint orders={orders} deadline={form.head.deadline} />}
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
    ...{ title: begun?.title ?? '', buyer: begun?.buyer ?? '' },
    deadline: String(height + USUAL_DAYS * blocksPerDay),
  })
  const [lines, setLines] = useState<readonly Line[]>([{ ...emptyLine(), ...begun?.contract }])
  const say = (field: keyof typeof head) => (event: Typed) =>
    setHead({ ...head, [field]: event.target.value })
  const sayLine = (key: string, field: keyof Line) => (event: Typed) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, [field]: event.target.value } : line)))
  const amountOf = (text: string) => parseAmount(text.trim(), decimals)
  const send = () => {
    if (!/^[1-9]\d{0,8}$/.test(head.deadline)) throw new RefusedHere('height-wrong')
    if (lines.some(isIncomplete) || head.title.trim() === '' || head.buyer.trim() === '')
      throw new RefusedHere('order-incomplete')
    const contracts = lines.map(({ key, ...line }) => ({
      ...line,
      amount: mustBeAmount(amountOf(line.amount)),
    }))
    const about = begun ? { workId: begun.workId } : {}
    const terms = { ...head, ...about, deadline: Number(head.deadline) }
    return api.coop.publish.mutate({ ...terms, commandKey, contracts })
  }
  return {
    ...{ head, say, lines, sayLine, send, amountOf },
    add: () => setLines([...lines, emptyLine()]),
    remove: (key: string) => setLines(lines.filter((line) => line.key !== key)),
  }
}

const isIncomplete = ({ name, account, reference }: Line) =>
  [name, account, reference].some((text) => text.trim() === '')

function mustBeAmount(amount: bigint | undefined): bigint {
  if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
  return amount
}

/** One block of fields for each supplier with whom a contract is agreed. */
function Contracts({ form, most }: { readonly form: Form; readonly most: number }) {
  const t = useTranslations('coop.publish')
  const { lines, sayLine, add, remove } = form
  return (
    <>
      {lines.map((line, at) => (
        <fieldset
          key={line.key}
          className="grid gap-x-4 gap-y-3 border-l-2 border-line-strong pl-4 sm:grid-cols-2"
        >
          <legend className="mb-2 font-strong">{t('contract', { number: at + 1 })}</legend>
          <FormField label={t('supplier')}>
            <TextInput maxLength={80} value={line.name} onChange={sayLine(line.key, 'name')} />
          </FormField>
          <FormField label={t('amount')}>
            <TextInput amount value={line.amount} onChange={sayLine(line.key, 'amount')} />
          </FormField>
          <FormField label={t('account')}>
            <TextInput
              className="font-mono"
              maxLength={200}
              spellCheck={false}
              value={line.account}
              onChange={sayLine(line.key, 'account')}
            />
          </FormField>
          <FormField label={t('reference')}>
            <TextInput maxLength={80} value={line.reference} onChange={sayLine(line.key, 'reference')} />
          </FormField>
          {lines.length > 1 && (
            <Button
              size="small"
              variant="quiet"
              className="justify-self-start"
              onClick={() => remove(line.key)}
            >
              {t('remove', { number: at + 1 })}
            </Button>
          )}
        </fieldset>
      ))}
      {lines.length < most && (
        <Button size="small" onClick={add}>
          {t('add')}
        </Button>
      )}
    </>
  )
}

/** What supporters must bring together, as it is being written. */
function Need({ form, fee }: { readonly form: Form; readonly fee: bigint }) {
  const t = useTranslations('coop.publish')
  const { decimals, locale } = useUi()
  const sum = form.lines.reduce((all, { amount }) => all + (form.amountOf(amount) ?? 0n), fee)
  const units = (amount: bigint) => formatUnits(amount, decimals, locale)
  return <p aria-live="polite">{t('need', { need: units(sum), fee: units(fee) })}</p>
}

function DeadlineHint({ orders, deadline }: { readonly orders: Orders; readonly deadline: string }) {
  const t = useTranslations('coop.publish')
  const { height, blocksPerDay } = orders
  const days = (Number(deadline) - height) / blocksPerDay
  return t('deadlineHint', { height, days: Number.isFinite(days) && days > 0 ? days : 0 })
}
