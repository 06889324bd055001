'use client'
import { Drawer, Facts, Hash, Progress } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { BadLines } from '../imports/index.ts'
import { HowRead } from './how-read.tsx'
import type { CreditFile } from './use-files.ts'

/** One file of applications: how it was read, how far it is, and the lines that were set aside. */
export function FileDrawer({ file, onClose }: { readonly file: CreditFile; readonly onClose: () => void }) {
  const t = useTranslations('credit.files')
  const format = useFormatter()
  const { id, fileName, digest, readings, count, done, createdAt, bad } = file
  return (
    <Drawer open wide onOpenChange={(open) => !open && onClose()} title={fileName}>
      <div className="space-y-6">
        <Progress label={t('progress')} done={done} total={count} />
        <Facts
          rows={[
            { label: t('broughtAt'), value: format.dateTime(createdAt, 'short') },
            { label: t('digest'), value: <Hash hash={digest} /> },
          ]}
        />
        <Link className="underline" href={`/credit?import=${id}`} onClick={onClose}>
          {t('open')}
        </Link>
        <HowRead readings={readings} source={fileName.replace(/\.[^.]{1,5}$/, '')} />
        {bad.length > 0 && (
          <section>
            <h3 className="mb-2 font-strong">{t('setAside')}</h3>
            <BadLines name="set-aside" caption={t('setAside')} rows={bad} />
          </section>
        )}
      </div>
    </Drawer>
  )
}
