'use client'
import { Amount, Button, Facts, Paper, saveFile } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { AccountLink } from '../explorer/index.ts'
import { QrCode } from '../qr/index.ts'
import { readHere } from './read-here.ts'

/** A cheque as it is handed over: what it says, as a code to be scanned, as a file, and as its line of text. */
export function Slip({ text, name }: { readonly text: string; readonly name: string }) {
  const t = useTranslations('cheques')
  const { facts } = readHere(text)
  return (
    <Paper>
      <Facts
        rows={[
          { label: t('amount'), value: <Amount amount={facts.amount} element="value" /> },
          { label: t('payee'), value: <AccountLink keyHash={facts.payee} /> },
        ]}
      />
      <QrCode text={text} label={t('code')} />
      <p className="mt-3 font-mono text-small break-all">{text}</p>
      <Button
        className="mt-3"
        onClick={() => saveFile(`${t('file')}-${name}.txt`, `${text}\n`, 'text/plain')}
      >
        {t('save')}
      </Button>
    </Paper>
  )
}
