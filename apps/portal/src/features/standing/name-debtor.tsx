'use client'
import { shortHash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { FormDialog } from '../forms/index.ts'

type Props = { readonly keyHash: string; readonly onClose: () => void }
const kinds = ['organisation', 'person'] as const

/** Says whose a debt key is; said again it corrects what was said. */
export function NameDebtor({ keyHash, onClose }: Props) {
  const t = useTranslations('standing.register')
  const api = useTRPCClient()
  return (
    <FormDialog
      title={t('nameTitle', { key: shortHash(keyHash) })}
      lead={t('nameLead')}
      go={t('nameGo')}
      done={t('named')}
      fields={[
        {
          name: 'kind',
          label: t('kind'),
          options: kinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
        },
        { name: 'name', label: t('entity') },
        { name: 'registration', label: t('registration'), hint: t('registrationHint'), most: 80 },
        { name: 'grounds', label: t('grounds'), hint: t('groundsHint'), most: 1000 },
      ]}
      onClose={onClose}
      send={({ commandKey, text }) =>
        api.standing.nameDebtor.mutate({
          ...{ commandKey, keyHash, kind: text('kind') === 'person' ? 'person' : 'organisation' },
          ...{ name: text('name'), registration: text('registration'), grounds: text('grounds') },
        })
      }
    />
  )
}
