'use client'
import { type Column, Hash, Status } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { SetFingerprint } from './set-fingerprint.tsx'
import { type RightRow, toneOfStep } from './steps.ts'

/** The columns of rights: within one batch without what is the same for all of it. */
export function useRightColumns({
  inBatch,
  editable,
}: {
  readonly inBatch: boolean
  readonly editable: boolean
}): readonly Column<RightRow>[] {
  const t = useTranslations('rights')
  const chinese = useLocale() === 'zh-CN'
  const plain = (key: string, header: string, text: (row: RightRow) => string): Column<RightRow> => ({
    key,
    header,
    cell: text,
    text,
    filter: 'text',
  })
  const hidden = (column: Column<RightRow>): Column<RightRow> => ({ ...column, phone: 'hide' })
  const issuer = ({ issuer: { name, nameZh } }: RightRow) => (chinese ? nameZh : name)
  const own: readonly Column<RightRow>[] = [
    {
      ...plain('accession', t('accession'), (row) => row.accession),
      cell: ({ accession }) => <span className="md:whitespace-nowrap">{accession}</span>,
    },
    { ...plain('title', t('work'), (row) => row.title), phone: 'main' },
    plain('creators', t('creators'), (row) => row.creators.join(', ')),
    hidden(plain('dated', t('dated'), (row) => row.dated)),
    { ...hidden(plain('source', t('source'), (row) => t(`sources.${row.source}`))), filter: 'choice' },
  ]
  const code: Column<RightRow> = {
    ...plain('code', t('code'), (row) => row.code),
    cell: (row) => (row.step === 'certified' ? <CodeLink code={row.code} /> : <Code code={row.code} />),
  }
  const step: Column<RightRow> = {
    ...plain('step', t('step'), (row) => t(`steps.${row.step}`)),
    cell: (row) => <Status tone={toneOfStep[row.step]}>{t(`steps.${row.step}`)}</Status>,
    filter: 'choice',
  }
  const evidence: Column<RightRow> = {
    ...hidden(plain('evidence', t('evidence'), (row) => row.evidence)),
    cell: (row) => <span className="block max-w-60 truncate">{row.evidence || '–'}</span>,
  }
  const print: Column<RightRow> = {
    ...plain('print', t('fingerprint'), (row) => row.contentHash),
    cell: (row) => <SetFingerprint right={row} editable={editable} />,
  }
  return inBatch
    ? [...own, evidence, code, print]
    : [...own, { ...hidden(plain('issuer', t('issuer'), issuer)), filter: 'choice' }, code, step]
}

const Code = ({ code }: { readonly code: string }) => (
  <span className="font-mono text-small whitespace-nowrap">{code}</span>
)
const CodeLink = ({ code }: { readonly code: string }) => (
  <Link className="underline" href={`/verify?code=${code}`}>
    <Code code={code} />
  </Link>
)

/** The fingerprint in short, or a dash. */
export const Print = ({ hash }: { readonly hash: string }) => (hash === '' ? '–' : <Hash hash={hash} />)
