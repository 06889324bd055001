'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, Dialog, Hash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { QrCode } from '../qr/index.ts'

/** The address at which an account of one's own is paid: to copy, to scan, and the way to all its keys. */
export function OwnAddress({ accountId }: { readonly accountId: string }) {
  const t = useTranslations('accounts')
  const [shown, setShown] = useState(false)
  const { data } = useQuery(useTRPC().accounts.tree.queryOptions({ accountId }))
  const address = data?.keys[0]?.address
  if (!address) return null
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <Hash hash={address} />
      <Button size="small" variant="quiet" onClick={() => setShown(true)}>
        {t('showCode')}
      </Button>
      <Link href={`/accounts/${accountId}`} className="underline underline-offset-2">
        {t('allKeys')}
      </Link>
      <Dialog
        open={shown}
        onOpenChange={setShown}
        title={t('address')}
        description={t('addressLead')}
        footer={<Button onClick={() => setShown(false)}>{t('close')}</Button>}
      >
        <QrCode text={address} label={t('address')} />
        <p className="mt-3 font-mono break-all">{address}</p>
      </Dialog>
    </span>
  )
}
