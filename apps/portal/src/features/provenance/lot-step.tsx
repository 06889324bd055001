'use client'
import { Hash } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { RecordPlace } from '../imports/index.ts'
import { pathOf, type Step } from './read-way.ts'

const MS = 1_000

/** What happened, in the Core Business Vocabulary's words where the event has one. */
export function useStepTitle(): (step: Step) => string {
  const t = useTranslations('provenance')
  return ({ bizStep, type }) => {
    if (bizStep && t.has(`steps.${bizStep}`)) return t(`steps.${bizStep}`)
    if (bizStep) return bizStep
    return t.has(`types.${type}`) ? t(`types.${type}`) : type
  }
}

/** Where it was, what went in and came out, who signed it, and where the ledger has it. */
export function StepDetail({ step, thing }: { readonly step: Step; readonly thing: string }) {
  const t = useTranslations('provenance.lot')
  const verify = useTranslations('verify')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const { place, proof, record, organisation, signerKey, recordedAt } = step
  const finality = record?.block ? (record.block.final ? 'final' : 'in-block') : null
  const others = step.things.filter((one) => one.thing !== thing)
  return (
    <div className="space-y-0.5">
      {place && <p className="break-all">{t('at', { place })}</p>}
      {others.map((one) => (
        <p key={`${one.part} ${one.thing}`} className="break-all">
          {t(`parts.${one.part}`)}{' '}
          {one.thing.startsWith('01/') ? (
            <Link className="font-mono underline" href={pathOf(one.thing)}>
              {one.thing}
            </Link>
          ) : (
            <span className="font-mono">{one.thing}</span>
          )}
        </p>
      ))}
      <p>
        {t('signedBy', {
          name: chinese ? organisation.nameZh : organisation.name,
          at: recordedAt === undefined ? '–' : format.dateTime(new Date(recordedAt * MS), 'short'),
        })}{' '}
        <Hash hash={signerKey} />
      </p>
      <p>
        {proof.ok ? t('stands') : verify(`faults.${proof.refusal.code}`)}{' '}
        {record && <RecordPlace txid={record.txid} height={record.height} finality={finality} />}
      </p>
    </div>
  )
}
