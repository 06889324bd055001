'use client'
import { Button, Section, Status } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import type { Order } from './answers.ts'
import { ContractTable } from './contract-table.tsx'

/** The contracts of an order, and which of its suppliers have agreed to them. */
export function Contracts({ order }: { readonly order: Order }) {
  const t = useTranslations('coop.contracts')
  const lead = t(order.paidBy === 'credit' ? 'leadCredit' : 'lead')
  return (
    <Section id="contracts" title={t('title')} lead={lead} actions={<Agree order={order} />}>
      <ContractTable order={order} />
      <Suppliers order={order} />
    </Section>
  )
}

function Suppliers({ order: { suppliers } }: { readonly order: Order }) {
  const t = useTranslations('coop.contracts')
  const chinese = useLocale() === 'zh-CN'
  if (suppliers.length === 0) return null
  return (
    <>
      <h3 className="mt-5 mb-2 font-strong">{t('suppliers')}</h3>
      <ul className="divide-y border-y" aria-label={t('suppliers')}>
        {suppliers.map(({ name, nameZh, hasAgreed }) => (
          <li key={name} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
            <span>{chinese ? nameZh : name}</span>
            <Status tone={hasAgreed ? 'plain' : 'waiting'}>{t(hasAgreed ? 'agreed' : 'waits')}</Status>
          </li>
        ))}
      </ul>
    </>
  )
}

/** A supplier's yes: goods, price and time of its contracts, which its key then signs. */
function Agree({ order: { id, state, suppliers } }: { readonly order: Order }) {
  const t = useTranslations('coop.contracts')
  const { may } = useSession()
  const api = useTRPCClient()
  const { run, error, busy } = useCommand()
  const isAsked = suppliers.some(({ isMine, hasAgreed }) => isMine && !hasAgreed)
  if (state !== 'agreeing' || !isAsked || !may('coop.publish')) return null
  return (
    <>
      <RefusalView error={error} />
      <Button
        variant="primary"
        pending={busy}
        onClick={() => run(() => api.coop.agree.mutate({ orderId: id }))}
      >
        {t('agree')}
      </Button>
    </>
  )
}
