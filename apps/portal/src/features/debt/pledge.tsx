'use client'
import { useQuery } from '@tanstack/react-query'
import { sha256, toHex, utf8 } from '@vc/crypto'
import { Amount, Button, Hash, Notice, Section, Status, saveFile } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { Case } from './case.ts'
import { hasTerms } from './find-terms.ts'

const FILE = 'terms.json'

/** What stands behind a debt now, what of it has moved since, and the text that the ledger commits to. */
export function Pledge({ data: { pledge, story } }: { readonly data: Case }) {
  const t = useTranslations('debt.pledge')
  const kinds = useTranslations('credit.guarantees')
  if (!pledge) return null
  const { guarantees, moved, words } = pledge
  const isOwed = story.sums.unpaid > 0n
  const state = (position: number) => (moved.includes(position) ? 'moved' : 'stands')
  return (
    <Section id="pledge" title={t('title')} lead={t('lead')}>
      {isOwed && moved.length > 0 && (
        <div className="mb-4">
          <Notice tone="waiting" title={t('moved', { count: moved.length })}>
            {t('movedNext')}
          </Notice>
        </div>
      )}
      <p className="mb-2">
        <span className="text-ink-soft">{t('words')}</span> {words}
      </p>
      {guarantees.length === 0 && <p className="text-ink-soft">{t('none')}</p>}
      <ol className={guarantees.length > 0 ? 'divide-y border-y' : 'hidden'}>
        {guarantees.map(({ position, kind, description, cover, reference }) => (
          <li key={position} className="flex flex-wrap items-baseline gap-x-5 gap-y-1 py-2">
            <span className="font-strong">{`${position}. ${kinds(`kinds.${kind}`)}`}</span>
            <span>{description}</span>
            {cover > 0n && <Amount amount={cover} element="value" />}
            {(kind === 'asset' || kind === 'contract') && <Hash hash={reference} />}
            {kind !== 'asset' && kind !== 'order' && kind !== 'contract' && (
              <Status tone={state(position) === 'moved' ? 'refused' : 'plain'}>
                {t(`state.${state(position)}`)}
              </Status>
            )}
          </li>
        ))}
      </ol>
      <Terms pledge={pledge} root={story.root} />
    </Section>
  )
}

type TermsProps = { readonly pledge: NonNullable<Case['pledge']>; readonly root: string }

/** The text that the ledger commits to, by its hash; this browser looks for it in the transaction's bytes. */
function Terms({ pledge, root }: TermsProps) {
  const t = useTranslations('debt.pledge')
  const { text, isMarked } = pledge
  const { data } = useQuery(
    useTRPC().explorer.transaction.queryOptions({ txid: root }, { enabled: isMarked }),
  )
  if (!isMarked) return <p className="mt-3 text-small text-ink-soft">{t('unmarked')}</p>
  const found = data && hasTerms(data.transaction.bytes, root, pledge)
  return (
    <div className="mt-3 text-small text-ink-soft">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-2">
        {t('marked')}
        <Hash hash={toHex(sha256(utf8(text)))} />
        <Button size="small" onClick={() => saveFile(FILE, text, 'application/json')}>
          {t('save')}
        </Button>
      </p>
      {data && <p className={found ? '' : 'font-strong text-refused'}>{t(found ? 'found' : 'notFound')}</p>}
    </div>
  )
}
