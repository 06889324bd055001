'use client'
import { Facts, Paper } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { type CopyPrint, checkCopy, checkRight, type FoundRight } from './check-proof.ts'
import { Altered, Verdict } from './verdict.tsx'

/** A registered right with the browser's own proof of it; beside a copy, what the copy is to it. */
export function RightFound({
  found,
  copy,
}: {
  readonly found: FoundRight
  readonly copy: CopyPrint | undefined
}) {
  const t = useTranslations('verify')
  const proof = useMemo(() => {
    const right = checkRight(found)
    return right.ok && copy ? checkCopy(found, copy) : right
  }, [found, copy])
  const isAltered = proof.ok && found.match === 'alike'
  const title = isAltered || found.match === 'code' ? t('genuineCode') : t('genuine')
  return (
    <Paper>
      <div className="space-y-4">
        {isAltered && <Altered copy={copy?.likeness ?? ''} certified={found.right.likeness} />}
        <Verdict code={found.code} proof={proof} record={found.record} title={title} />
        <RightFacts found={found} />
        <div>
          <p className="mb-1 text-small text-ink-soft">{t('beside')}</p>
          <Beside found={found} />
        </div>
      </div>
    </Paper>
  )
}

function RightFacts({ found }: { readonly found: FoundRight }) {
  const t = useTranslations('rights')
  const chinese = useLocale() === 'zh-CN'
  const { right } = found
  return (
    <Facts
      rows={[
        { label: t('code'), value: <span className="font-mono">{found.code}</span> },
        { label: t('work'), value: right.title },
        { label: t('creators'), value: right.creators.join(', ') || '–' },
        { label: t('accession'), value: right.accession },
        { label: t('dated'), value: right.dated || '–' },
        { label: t('source'), value: t(`sources.${right.source}`) },
        { label: t('owner'), value: right.legalOwner || '–' },
        { label: t('granted'), value: right.uses.map((use) => t(`uses.${use}`)).join(chinese ? '、' : ', ') },
        { label: t('evidence'), value: right.evidence || '–' },
      ]}
    />
  )
}

/** What the portal says beside the right; the record does not hold it. */
function Beside({ found }: { readonly found: FoundRight }) {
  const t = useTranslations('rights')
  const verify = useTranslations('verify')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const { centre, report, issuer } = found
  return (
    <Facts
      rows={[
        { label: t('issuer'), value: chinese ? issuer.nameZh : issuer.name },
        { label: verify('appraisal'), value: report ?? '–' },
        { label: verify('certifiedBy'), value: (chinese ? centre?.nameZh : centre?.name) ?? '–' },
        { label: t('broughtAt'), value: format.dateTime(found.registeredAt, 'short') },
        ...found.works.map(({ workId, title }) => ({
          label: verify('draftOf'),
          value: (
            <Link className="underline" href={`/work/${workId}`}>
              {title}
            </Link>
          ),
        })),
      ]}
    />
  )
}
