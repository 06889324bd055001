'use client'
import { Button, FormField, TextArea } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { Chains } from '../communities/index.ts'
import { CodeField } from '../forms/index.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { type Ask, usePropose } from './use-propose.ts'

/** The chains that the network lists, and how one that is kept elsewhere is proposed to the council. */
export function ListedChains() {
  const t = useTranslations('foundation.chains')
  const { role } = useSession()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Chains />
      {role === 'admission' && (
        <div className="mt-3">
          <Button variant="primary" onClick={() => setOpen(true)}>
            {t('propose')}
          </Button>
        </div>
      )}
      {isOpen && <ChainDialog onClose={() => setOpen(false)} />}
    </>
  )
}

const empty = { key: '', genesis: '', level: '1', keys: '' }
type Form = typeof empty
const fields = ['key', 'genesis', 'level'] as const

function ChainDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('foundation.chains')
  const { propose, error, busy } = usePropose(onClose)
  const [form, setForm] = useState(empty)
  const say = (field: keyof Form) => (value: string) => setForm({ ...form, [field]: value })
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      onGo={() => propose(() => askOf(form))}
      onClose={onClose}
      error={error}
      pending={busy}
    >
      {fields.map((name) => (
        <CodeField
          key={name}
          label={t(`fields.${name}`)}
          hint={t(`hints.${name}`)}
          value={form[name]}
          onChange={say(name)}
        />
      ))}
      <FormField label={t('fields.keys')} hint={t('hints.keys')}>
        <TextArea
          value={form.keys}
          spellCheck={false}
          className="font-mono"
          onChange={(event) => say('keys')(event.target.value)}
        />
      </FormField>
    </CommandDialog>
  )
}

const HEX32 = /^[0-9a-f]{64}$/

function askOf(form: Form): Ask {
  const [key, genesis] = [form.key, form.genesis].map((text) => text.trim().toLowerCase())
  const level = /^[1-9]\d{0,2}$/.test(form.level.trim()) ? Number(form.level) : 0
  const isGood = HEX32.test(key ?? '') && HEX32.test(genesis ?? '') && level >= 1 && level <= 255
  if (!key || !genesis || !isGood) throw new RefusedHere('chain-fields')
  const keys = form.keys.toLowerCase().split(/\s+/).filter(Boolean)
  if (
    keys.length === 0 ||
    keys.length > 64 ||
    !keys.every((one) => /^(?:[0-9a-f]{64}|[0-9a-f]{66})$/.test(one))
  )
    throw new RefusedHere('chain-key-bad')
  return { kind: 'chain.list', key, genesis, level, keys }
}
