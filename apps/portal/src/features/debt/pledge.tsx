'use client'
import { Amount, Button, Hash, Notice, Section, Status, saveFile } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { Case } from './case.ts'

const FILE = 'terms.json'

/** What stands behind a debt now, what of it has moved since, and the text that the ledger commits to. */
export function Pledge({ data: { pledge, story } }: { readonly data: Case }) {
  const t = useTranslations('debt.pledge')
  const kinds = useTranslations('credit.guarantees')
  if (!pledge) return null
  const { guarantees, moved, text, script, isMarked } = pledge
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
      {guarantees.length === 0 && <p className="text-ink-soft">{t('none')}</p>}
      <ol className={guarantees.length > 0 ? 'divide-y border-y' : 'hidden'}>
        {guarantees.map(({ position, kind, description, cover }) => (
          <li key={position} className="flex flex-wrap items-baseline gap-x-5 gap-y-1 py-2">
            <span className="font-strong">{`${position}. ${kinds(`kinds.${kind}`)}`}</span>
            <span>{description}</span>
            <Amount amount={cover} element="value" />
            {kind !== 'asset' && kind !== 'order' && (
              <Status tone={state(position) === 'moved' ? 'refused' : 'plain'}>
                {t(`state.${state(position)}`)}
              </Status>
            )}
          </li>
        ))}
      </ol>
      <p className="mt-3 flex flex-wrap items-baseline gap-x-3 gap-y-2 text-small text-ink-soft">
        {t(isMarked ? 'marked' : 'unmarked')}
        {isMarked && <Hash hash={script} />}
        {isMarked && (
          <Button size="small" onClick={() => saveFile(FILE, text, 'application/json')}>
            {t('save')}
          </Button>
        )}
      </p>
    </Section>
  )
}
