'use client'
import { Button, Checkbox, Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { BadBlock } from './bad-block.tsx'
import type { BadLine } from './bad-lines.tsx'

export type DecideImportProps = {
  /** How many rows are good. */
  readonly count: number
  readonly bad: readonly BadLine[]
  /** The columns as the file names them. */
  readonly fileColumns: readonly string[]
  /** What the button says, by how many rows it brings in. */
  readonly label: (count: number) => string
  readonly bring: (setBadAside: boolean) => Promise<unknown>
  /** Something else has to be said first. */
  readonly isHeld?: boolean
  readonly pending?: boolean
}

/** The bad lines, whether they are set aside, and the one button that brings the rest in. */
export function DecideImport(props: DecideImportProps) {
  const { count, bad, fileColumns, label, bring, isHeld = false, pending = false } = props
  const t = useTranslations('imports')
  const [aside, setAside] = useState(false)
  return (
    <div className="mt-4 space-y-4">
      <BadBlock
        {...{ name: 'bad-lines', rows: bad, columns: fileColumns }}
        title={t('badLines', { bad: bad.length })}
        caption={t('badCaption')}
      />
      {count === 0 && <Notice title={t('nothingGood')}>{t('nothingGoodNext')}</Notice>}
      {bad.length > 0 && count > 0 && (
        <Checkbox
          label={t('setAside', { bad: bad.length })}
          checked={aside}
          onChange={(event) => setAside(event.target.checked)}
        />
      )}
      {count > 0 && (
        <Button
          variant="primary"
          disabled={isHeld || (bad.length > 0 && !aside)}
          pending={pending}
          onClick={() => bring(aside)}
        >
          {label(count)}
        </Button>
      )}
    </div>
  )
}
