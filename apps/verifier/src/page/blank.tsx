import { Button, FormField, TextArea } from '@vc/ui'
import { useState } from 'react'
import type { Words } from './words.ts'

type Props = { readonly words: Words; readonly open: (text: string) => void }

/** Without an act: what the page is for, and where a link can be put. */
export function Blank({ words: { page }, open }: Props) {
  const [text, setText] = useState('')
  return (
    <>
      <p className="max-w-prose">{page.lead.blank}</p>
      <FormField label={page.paste} hint={page.pasteHint}>
        <TextArea rows={4} value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
      <Button variant="primary" disabled={text.trim() === ''} onClick={() => open(text)}>
        {page.open}
      </Button>
    </>
  )
}
