'use client'
import { certificateCode } from '@vc/certificates'
import { Facts, Hash, Paper, Timeline } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { RecordPlace } from '../imports/index.ts'
import { checkCertificate, type FoundCertificate } from './check-proof.ts'
import { Verdict } from './verdict.tsx'

const MS = 1000

/** One certificate, its proof, and the hands it went through. */
export function CertificateFound({ found }: { readonly found: FoundCertificate }) {
  const t = useTranslations('energy')
  const verify = useTranslations('verify')
  const proof = useMemo(() => checkCertificate(found), [found])
  const nameOf = useName()
  const { issued, station, serial, centre, transfers } = found
  const code = certificateCode(station, serial)
  const range = `${certificateCode(station, issued.first)} – ${issued.last.toString().padStart(10, '0')}`
  return (
    <Paper>
      <div className="space-y-4">
        <Verdict code={code} proof={proof} record={found.record} title={verify('genuine')} />
        <Facts
          rows={[
            { label: t('code'), value: <span className="font-mono">{code}</span> },
            { label: t('station'), value: station },
            { label: t('period'), value: `${issued.fromPeriod} – ${issued.toPeriod}` },
            { label: verify('issued'), value: <span className="font-mono">{range}</span> },
            { label: verify('holder'), value: nameOf(transfers.at(-1)?.holder ?? centre) },
          ]}
        />
        <Hands found={found} />
      </div>
    </Paper>
  )
}

type Named = { readonly name: string; readonly nameZh: string }
function useName() {
  const chinese = useLocale() === 'zh-CN'
  return ({ name, nameZh }: Named) => (chinese ? nameZh : name)
}

/** From the issue to whoever holds it now: each time it was handed on, by which key, and where the ledger has it. */
function Hands({ found: { centre, issuedAt, transfers } }: { readonly found: FoundCertificate }) {
  const t = useTranslations('energy')
  const format = useFormatter()
  const nameOf = useName()
  const moves = transfers.filter(({ part }) => part === 'given')
  return (
    <Timeline
      events={[
        {
          key: 'issued',
          at: issuedAt ? format.dateTime(issuedAt, 'short') : '–',
          title: t('issuedTo', { name: nameOf(centre) }),
        },
        ...moves.map(({ holder, signer, record }) => {
          const { block } = record ?? {}
          return {
            key: record?.txid ?? holder.id,
            at: block ? format.dateTime(new Date(block.time * MS), 'short') : '–',
            title: t('givenTo', { name: nameOf(holder) }),
            detail: (
              <span className="flex flex-wrap items-baseline gap-x-3">
                {signer && (
                  <span>
                    {t('signedBy')} <Hash hash={signer} />
                  </span>
                )}
                <RecordPlace
                  txid={record?.txid ?? null}
                  height={record?.height ?? null}
                  finality={block ? (block.final ? 'final' : 'in-block') : null}
                />
              </span>
            ),
          }
        }),
      ]}
    />
  )
}
