'use client'
import { Button } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { FormDialog } from '../forms/index.ts'
import { useSession } from '../session/index.ts'

type Props = { readonly table: 'item' | 'licence'; readonly recordKey: string; readonly name: string }

/** Offers what one holds for a price. */
export function OfferRecord({ table, recordKey: key, name }: Props) {
  const t = useTranslations('trades')
  const api = useTRPCClient()
  const { may } = useSession()
  const [offering, setOffering] = useState(false)
  if (!may('trade.record')) return null
  return (
    <>
      <Button size="small" onClick={() => setOffering(true)}>
        {t('offer')}
      </Button>
      {offering && (
        <FormDialog
          title={t('offerOf', { name })}
          lead={t('lead')}
          go={t('go')}
          done={t('done')}
          onClose={() => setOffering(false)}
          fields={[{ name: 'price', label: t('price'), kind: 'amount' }]}
          send={({ commandKey, amount }) =>
            api.trades.offer.mutate({ commandKey, table, key, price: amount('price') })
          }
        />
      )}
    </>
  )
}
