'use client'
import { Amount, Button, Section, type StateTone, Status, useToast } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { TransactionLink } from '../explorer/links.tsx'
import { RefusalView } from '../refusals/index.ts'
import { useActSigner } from '../signing/index.ts'
import { AskWriteOff } from './ask-write-off.tsx'
import type { Case } from './case.ts'

type WriteOff = Case['writeOffs'][number]
const toneOf = (state: WriteOff['state']): StateTone =>
  state === 'refused' ? 'refused' : state === 'final' ? 'plain' : state === 'open' ? 'waiting' : 'quiet'

/** What the creditor asked the reserve to clear, and the form for bad lots that are left. */
export function WriteOffs({ data }: { readonly data: Case }) {
  const t = useTranslations('debt.writeOff')
  const hasBad = data.story.lots.some(({ standing }) => standing === 'bad')
  if (data.writeOffs.length === 0 && !(data.isCreditor && hasBad)) return null
  return (
    <Section id="write-off" title={t('title')} lead={t('lead')}>
      {data.writeOffs.length > 0 && (
        <ul className="divide-y border-y" aria-label={t('title')}>
          {data.writeOffs.map((one) => (
            <Asked key={one.createdAt.getTime()} writeOff={one} isCreditor={data.isCreditor} />
          ))}
        </ul>
      )}
      {data.isCreditor && hasBad && <AskWriteOff data={data} />}
    </Section>
  )
}

function Asked({ writeOff, isCreditor }: { readonly writeOff: WriteOff; readonly isCreditor: boolean }) {
  const t = useTranslations('debt.writeOff')
  const format = useFormatter()
  const toast = useToast()
  const { sign } = useActSigner()
  const { run, error } = useCommand()
  const { amount, grounds, state, refusal, createdAt, actId, hasSigned, txid } = writeOff
  async function finish(act: string) {
    const outcome = await run(() => sign(act))
    if (outcome) toast({ title: t(outcome.status === 'submitted' ? 'sent' : 'first') })
  }
  return (
    <li className="space-y-2 py-3">
      <p className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <Amount amount={amount} element="debt" />
        <Status tone={toneOf(state)}>
          {t(`states.${state === 'open' && hasSigned ? 'keepers' : state}`)}
        </Status>
        <span className="text-small text-ink-soft">{format.dateTime(createdAt, 'short')}</span>
        {txid && <TransactionLink txid={txid} />}
      </p>
      <p className="whitespace-pre-line text-ink-soft">{grounds}</p>
      <RefusalView error={error} />
      {refusal && <RefusalView error={new RefusedHere(refusal)} />}
      {state === 'open' && isCreditor && !hasSigned && actId && (
        <Button variant="primary" onClick={() => finish(actId)}>
          {t('sign')}
        </Button>
      )}
    </li>
  )
}
