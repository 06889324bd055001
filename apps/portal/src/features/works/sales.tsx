'use client'
import { Amount, Button, Facts, formatShare, Status, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import { TradeAct } from '../trades/index.ts'
import { useLicenceWords } from '../verify/index.ts'
import { type Sale, toneOf, type Work } from './answers.ts'

type ListProps = {
  readonly work: Work
  readonly action?: (sale: Sale) => ReactNode
}

/** The licences on sale, each with all of its terms. */
export function SaleList({ work, action }: ListProps) {
  const t = useTranslations('works.sales')
  return (
    <ul className="grid gap-5 lg:grid-cols-2">
      {work.sales.map((sale) => (
        <li key={sale.id} className="space-y-3 border-l-2 border-line-strong pl-4">
          <div className="flex flex-wrap items-baseline justify-between gap-3">
            <Amount amount={sale.price} element="value" />
            {sale.state === 'on-its-way' ? (
              <Status tone={toneOf[sale.state]}>{t('onItsWay')}</Status>
            ) : (
              <span className="text-ink-soft">{t('left', { left: sale.left, count: sale.count })}</span>
            )}
          </div>
          <Terms sale={sale} />
          {action?.(sale)}
        </li>
      ))}
    </ul>
  )
}

function Terms({ sale }: { readonly sale: Sale }) {
  const t = useTranslations('works.licence')
  const words = useLicenceWords()
  const { locale } = useUi()
  const share = (rate: number) => formatShare(rate / 10_000, locale)
  return (
    <Facts
      rows={[
        { label: t('uses'), value: words.uses(sale.uses) },
        { label: t('territory'), value: sale.territory },
        { label: t('term'), value: words.term(sale.days) },
        {
          label: t('resale'),
          value: sale.resale === undefined ? t('noResale') : t('resaleValue', { share: share(sale.resale) }),
        },
        ...(sale.reward > 0n
          ? [{ label: t('reward'), value: <Amount amount={sale.reward} element="value" unit="" /> }]
          : []),
      ]}
    />
  )
}

/** Buys one licence: paid and recorded by two short acts that the account's own key signs at once. */
export function BuyLicence({
  sale,
  sharer,
  onBought,
}: {
  readonly sale: Sale
  readonly sharer: string | undefined
  readonly onBought: (code: string) => void
}) {
  const t = useTranslations('works.sales')
  const api = useTRPCClient()
  const { may } = useSession()
  const { draftAndSign, error, busy } = useDraftedAct()
  if (!may('work.pay') || sale.left === 0) return null
  async function buy() {
    const commandKey = crypto.randomUUID()
    const by = sharer === undefined ? {} : { sharer }
    const made = await draftAndSign(() => api.works.buy.mutate({ commandKey, saleId: sale.id, ...by }))
    if (made) onBought(made.code)
  }
  return (
    <>
      <RefusalView error={error} />
      <Button pending={busy} onClick={buy}>
        {t('buy')}
      </Button>
    </>
  )
}

/** Licences that their holders sell on. */
export function ResaleList({ work }: { readonly work: Work }) {
  const t = useTranslations('works.sales')
  const words = useLicenceWords()
  if (work.resales.length === 0) return null
  return (
    <div className="space-y-3">
      <h3 className="font-strong">{t('resales')}</h3>
      <ul className="grid gap-5 lg:grid-cols-2">
        {work.resales.map((one) => (
          <li key={one.id} className="space-y-2 border-l-2 border-line-strong pl-4">
            <div className="flex flex-wrap items-baseline justify-between gap-3">
              <Amount amount={one.price} element="value" />
              <TradeAct offer={one} />
            </div>
            <p className="text-small text-ink-soft">{words.term(one.days)}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Takes back what nobody bought. */
export function EndSale({ sale }: { readonly sale: Sale }) {
  const t = useTranslations('works.sales')
  const api = useTRPCClient()
  const { draftAndSign, error, busy } = useDraftedAct()
  if (sale.left === 0) return null
  const end = () => draftAndSign(() => api.works.endSale.mutate({ saleId: sale.id }))
  return (
    <>
      <RefusalView error={error} />
      <Button size="small" variant="quiet" pending={busy} onClick={end}>
        {t('end')}
      </Button>
    </>
  )
}
