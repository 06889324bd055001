'use client'
import { FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { CodeField } from '../forms/index.ts'

type Form = { readonly height: string; readonly hash: string }
type Props = {
  readonly form: Form
  readonly heightHint: string
  readonly onChange: (form: Form) => void
}

/** How high a chain is, and the hash of its head there. */
export function CheckpointFields({ form, heightHint, onChange }: Props) {
  const t = useTranslations('communities.anchors')
  return (
    <>
      <FormField label={t('height')} hint={heightHint}>
        <TextInput
          amount
          value={form.height}
          onChange={({ target }) => onChange({ ...form, height: target.value })}
        />
      </FormField>
      <CodeField
        label={t('hash')}
        hint={t('hashHint')}
        value={form.hash}
        onChange={(hash) => onChange({ ...form, hash })}
      />
    </>
  )
}

const MOST = 2n ** 53n - 1n

/** The checkpoint that was written; undefined when it is none. */
export function readCheckpoint({ height, hash }: Form) {
  const said = { height: height.trim().replaceAll(/[,\s]/g, ''), hash: hash.trim().toLowerCase() }
  if (!/^[1-9]\d{0,15}$/.test(said.height) || !/^[0-9a-f]{64}$/.test(said.hash)) return undefined
  const read = BigInt(said.height)
  return read > MOST ? undefined : { height: read, hash: said.hash }
}
