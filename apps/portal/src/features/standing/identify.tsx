'use client'
import { shortHash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { FormDialog } from '../forms/index.ts'

type Props = { readonly keyHash: string; readonly onClose: () => void }

/** Says which legal person stands behind a debt key, by its number in the register of companies; said again it corrects. */
export function Identify({ keyHash, onClose }: Props) {
  const t = useTranslations('standing.identify')
  const api = useTRPCClient()
  return (
    <FormDialog
      title={t('title', { key: shortHash(keyHash) })}
      lead={t('lead')}
      go={t('go')}
      done={t('done')}
      fields={[{ name: 'registration', label: t('registration'), hint: t('hint'), most: 40 }]}
      onClose={onClose}
      send={({ commandKey, text }) =>
        api.standing.identify.mutate({ commandKey, keyHash, registration: text('registration') })
      }
    />
  )
}
