'use client'
import { FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { ASKED, type Typed } from './use-new-seed.ts'

/** The words in their order, down the columns as one writes them on paper. */
export function WordList({ words }: { readonly words: readonly string[] }) {
  return (
    <ol className="grid grid-flow-col grid-rows-12 gap-x-6 gap-y-1 border-y border-ink px-2 py-3 font-mono sm:grid-rows-8">
      {words.map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand twice
        <li key={at} className="flex gap-2">
          <span className="w-6 text-right text-ink-faint">{at + 1}</span>
          {word}
        </li>
      ))}
    </ol>
  )
}

type AskedProps = {
  readonly typed: Typed
  /** The places whose word is another one. */
  readonly wrong: readonly number[]
  readonly onType: (typed: Typed) => void
}

/** Some of the words, to be given back from the paper. */
export function AskedWords({ typed, wrong, onType }: AskedProps) {
  const t = useTranslations('wallet')
  return ASKED.map((at) => (
    <FormField
      key={at}
      label={t('word', { number: at })}
      error={wrong.includes(at) && t('wordWrong', { number: at })}
    >
      <TextInput
        className="font-mono"
        autoComplete="off"
        spellCheck={false}
        value={typed[at] ?? ''}
        onChange={(event) => onType({ ...typed, [at]: event.target.value })}
      />
    </FormField>
  ))
}
