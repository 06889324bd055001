'use client'
import { useQuery } from '@tanstack/react-query'
import { Button } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { getPathname } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { LinkDialog } from '../qr/index.ts'
import type { Work } from './answers.ts'

/** The link of a work's public page. It names the account of whoever shares it, to which sales pay their reward. */
export function ShareWork({ work }: { readonly work: Work }) {
  const t = useTranslations('works.share')
  const locale = useLocale()
  const { data: seeds } = useQuery(useTRPC().seeds.read.queryOptions())
  const [open, setOpen] = useState(false)
  const account = work.isMyAccount ? undefined : seeds?.[0]?.debtKeyHash
  const href = `/work/${work.id}${account ? `?by=${account}` : ''}`
  return (
    <>
      <Button variant="quiet" onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      {open && (
        <LinkDialog
          title={t('title')}
          lead={t(account ? 'leadReward' : 'lead')}
          label={t('code', { title: work.title })}
          close={t('close')}
          path={getPathname({ href, locale })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
