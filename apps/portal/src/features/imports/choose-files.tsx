'use client'
import { buttonLook } from '@vc/ui'
import { FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'

export type ChooseFilesProps = {
  readonly label: string
  readonly hint?: string
  readonly multiple?: boolean
  readonly disabled?: boolean
  readonly onFiles: (files: readonly File[]) => unknown
}

/** Files that stay in this browser: a button in the reader's language, the same file can be chosen again. */
export function ChooseFiles({ label, hint, multiple = false, disabled = false, onFiles }: ChooseFilesProps) {
  const t = useTranslations('imports')
  const id = useId()
  return (
    <div>
      <p className="font-strong" id={`${id}-label`}>
        {label}
      </p>
      {hint && (
        <p className="text-small text-ink-soft" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <label
        className={buttonLook(
          {},
          'mt-2 cursor-pointer has-[:disabled]:opacity-55 has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2',
        )}
      >
        <FileUp aria-hidden />
        <span aria-hidden>{t(multiple ? 'chooseFiles' : 'chooseFile')}</span>
        <input
          type="file"
          multiple={multiple}
          disabled={disabled}
          className="sr-only"
          aria-labelledby={`${id}-label`}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            event.target.value = ''
            if (files.length > 0) onFiles(files)
          }}
        />
      </label>
    </div>
  )
}
