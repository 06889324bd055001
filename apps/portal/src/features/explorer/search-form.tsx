'use client'
import { Button, FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'

/** Looks for a height, a hash, a transaction, a key hash or the key of a record. */
export function SearchForm({ initial = '' }: { readonly initial?: string }) {
  const t = useTranslations('explorer')
  const router = useRouter()
  const [text, setText] = useState(initial)
  return (
    <search>
      <form
        className="flex max-w-xl items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') router.push(`/explorer/search?q=${encodeURIComponent(text.trim())}`)
        }}
      >
        <div className="min-w-0 flex-1">
          <FormField label={t('searchLabel')}>
            <TextInput value={text} onChange={(event) => setText(event.target.value)} />
          </FormField>
        </div>
        <Button type="submit" size="large">
          {t('search')}
        </Button>
      </form>
    </search>
  )
}
