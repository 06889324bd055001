'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Section, Status, useToast } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { askAnew } from '../../trpc/ask-anew.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { usePolling } from '../session/index.ts'
import { useActSigner } from './act-signer.tsx'

const POLL_MS = 10_000

/** The inbox: acts that wait for a signature of this person. Nothing is shown when nothing waits. */
export function WaitingActs() {
  const t = useTranslations('signing')
  const format = useFormatter()
  const api = useTRPC()
  const refetchInterval = usePolling(POLL_MS)
  const { data = [] } = useQuery(api.acts.waiting.queryOptions(undefined, { refetchInterval }))
  const { sign } = useActSigner()
  const queries = useQueryClient()
  const toast = useToast()
  if (data.length === 0) return null

  async function open(actId: string) {
    const outcome = await sign(actId)
    if (!outcome) return
    toast({ title: t(outcome.status === 'submitted' ? 'sent' : 'signed') })
    await askAnew(queries)
  }

  const kindOf = (kind: string) => {
    const key = `kinds.${kind.replaceAll('.', '_')}`
    return t.has(key) ? t(key) : kind
  }
  return (
    <Section id="waiting" title={t('waiting.title')}>
      <ul className="divide-y border-y">
        {data.map((act) => (
          <li key={act.actId} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <Status tone="waiting">{kindOf(act.kind)}</Status>
            <span className="text-small text-ink-soft">
              {t('waiting.until', { until: format.dateTime(act.expiresAt, 'short') })}
            </span>
            <span className="grow" />
            <Button size="small" onClick={() => open(act.actId)}>
              {t('waiting.read')}
            </Button>
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <Link className="underline" href="/approvals">
          {t('waiting.all')}
        </Link>
      </p>
    </Section>
  )
}
