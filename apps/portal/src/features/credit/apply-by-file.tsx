'use client'
import { Checkbox, Dialog, FileDrop, formatUnits, Notice, Progress, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { DecideImport, FileRefusal } from '../imports/index.ts'
import { GivenForAll } from './given-for-all.tsx'
import { HowRead } from './how-read.tsx'
import type { Terms } from './use-application.ts'
import { useDays } from './use-days.ts'
import { type FileReading, type Seen, type Taken, useFileReading } from './use-file-reading.ts'
import { useFiles } from './use-files.ts'
import { WithAccount } from './with-account.tsx'

type Closing = { readonly onClose: () => void }

/** Many applications at once: choose a file, see how it is read, say what it leaves open, bring it in, watch it go. */
export function ApplyByFile({ onClose }: Closing) {
  const t = useTranslations('credit.files')
  return (
    <WithAccount title={t('title')} onClose={onClose}>
      {(terms) => <FileForm terms={terms} onClose={onClose} />}
    </WithAccount>
  )
}

function FileForm({ terms, onClose }: Closing & { readonly terms: Terms }) {
  const t = useTranslations('credit.files')
  const reading = useFileReading(terms)
  const { file, seen, taken, error, busy, choose, readAs } = reading
  const preview = usePreview(seen?.file ?? undefined, terms)
  return (
    <Dialog
      open
      wide
      held={busy}
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={t('lead')}
    >
      <div className="space-y-6">
        <FileRefusal error={error} onRead={readAs} />
        {taken?.isNew && <Entering taken={taken} onClose={onClose} />}
        <Known known={taken?.isNew === false ? taken : (seen?.imported ?? undefined)} onClose={onClose} />
        <FileDrop
          label={t('choose')}
          hint={t('hint')}
          accept=".csv,.xlsx,text/csv"
          onFile={(one) => choose(one)}
          fileName={file?.fileName}
          pending={busy}
          preview={preview}
        />
        {seen?.file && <Confirm seen={seen.file} reading={reading} terms={terms} />}
      </div>
    </Dialog>
  )
}

type Confirming = { readonly seen: Seen; readonly reading: FileReading; readonly terms: Terms }

function Confirm({ seen, reading, terms }: Confirming) {
  const t = useTranslations('credit.files')
  const { decimals, locale } = useUi()
  const { file, given, say, bring, busy, queues, sayQueues } = reading
  const sum = formatUnits(seen.sum, decimals, locale)
  const isHeld = seen.readings.some(
    ({ field, columns }) =>
      columns.length === 0 && (field === 'purpose' || field === 'guarantee') && given[field].trim() === '',
  )
  return (
    <>
      <HowRead readings={seen.readings} source={(file?.fileName ?? '').replace(/\.[^.]{1,5}$/, '')} />
      <GivenForAll seen={seen} given={given} terms={terms} say={say} />
      {(queues || seen.bad.some(({ code }) => code === 'no-capacity')) && (
        <Checkbox label={t('queue')} checked={queues} onChange={({ target }) => sayQueues(target.checked)} />
      )}
      <DecideImport
        count={seen.count}
        bad={seen.bad}
        fileColumns={seen.columns}
        label={(count) => t('bring', { count, sum })}
        bring={bring}
        isHeld={isHeld}
        pending={busy}
      />
    </>
  )
}

/** The first lines as applications. */
function usePreview(seen: Seen | undefined, terms: Terms) {
  const t = useTranslations('credit.files')
  const line = useTranslations('imports')('line')
  const days = useDays(terms.blocksPerDay)
  const { decimals, locale } = useUi()
  if (!seen) return undefined
  const { count, bad, encoding, format } = seen
  const units = (amount: bigint) => formatUnits(amount, decimals, locale)
  const fields = (['reference', 'amount', 'term', 'lots', 'purpose', 'guarantee'] as const).map((field) =>
    t(`fields.${field}`),
  )
  return {
    summary: t('summary', {
      count,
      bad: bad.length,
      sum: units(seen.sum),
      format,
      encoding: encoding.toUpperCase(),
    }),
    columns: [line, ...fields],
    rows: seen.sample.map((one) => [
      ...[String(one.line), one.reference, units(one.amount), days(one.termBlocks), String(one.lots)],
      ...[one.purpose, one.guarantee],
    ]),
  }
}

type KnownFile = { readonly importId: string; readonly count: number }

function Known({ known, onClose }: Closing & { readonly known: KnownFile | undefined }) {
  const t = useTranslations('credit.files')
  if (!known) return null
  return (
    <Notice title={t('known', { count: known.count })}>
      {t('knownNext')} <OpenFile importId={known.importId} onClose={onClose} />
    </Notice>
  )
}

/** What was taken, and how many of it are applications by now. */
function Entering({ taken, onClose }: Closing & { readonly taken: Taken }) {
  const t = useTranslations('credit.files')
  const { importId, count, setAside, fileName } = taken
  const done = useFiles().data?.find(({ id }) => id === importId)?.done ?? 0
  return (
    <div role="status">
      <Notice title={t('taking', { count, setAside, file: fileName })}>
        {t(done < count ? 'takingNext' : 'taken')} <OpenFile importId={importId} onClose={onClose} />
      </Notice>
      <div className="mt-3">
        <Progress label={t('progress')} done={done} total={count} />
      </div>
    </div>
  )
}

function OpenFile({ importId, onClose }: Closing & { readonly importId: string }) {
  const t = useTranslations('credit.files')
  return (
    <Link className="underline" href={`/credit?import=${importId}`} onClick={onClose}>
      {t('open')}
    </Link>
  )
}
