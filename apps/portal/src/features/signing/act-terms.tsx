'use client'
import { type GrantTerms, grantText } from '@vc/admission'
import { sha256, toHex } from '@vc/crypto'
import { Amount, Facts, Hash } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'

type Guarantee = GrantTerms['guarantees'][number]

/**
 * What stands beside a grant's sheet: the terms behind its mark, contract and guarantees among them (requirements V-024). The sheet is
 * of bytes and outputs alone and shows the mark; this browser has made that mark out of what is shown here.
 */
export function ActTerms({ terms }: { readonly terms: GrantTerms }) {
  const t = useTranslations('signing.terms')
  const kinds = useTranslations('credit.guarantees.kinds')
  const { purpose, guarantee, guarantees, interest } = terms
  return (
    <section aria-label={t('title')} className="border-t pt-4">
      <h3 className="font-strong">{t('title')}</h3>
      <p className="mb-3 text-small text-ink-soft">{t('lead')}</p>
      <Facts
        rows={[
          { label: t('purpose'), value: purpose },
          { label: t('words'), value: guarantee },
          ...guarantees.map((one, at) => ({
            label: `${at + 1}. ${kinds(one.kind)}`,
            value: <Listed one={one} />,
          })),
          { label: t('interest'), value: <Amount amount={interest.amount} element="value" /> },
          { label: t('lots'), value: <Lots lots={terms.schedule} /> },
          { label: t('hash'), value: <Hash hash={toHex(sha256(grantText(terms)))} /> },
        ]}
      />
    </section>
  )
}

/** A thing that is listed: in its applicant's words, for how much, and by which hash or name of the ledger. */
function Listed({ one: { description, cover, reference } }: { readonly one: Guarantee }) {
  const t = useTranslations('signing.terms')
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      {description}
      {cover > 0n && (
        <span>
          {t('covers')} <Amount amount={cover} />
        </span>
      )}
      <Hash hash={reference} />
    </span>
  )
}

function Lots({ lots }: { readonly lots: GrantTerms['schedule'] }) {
  const t = useTranslations('signing.terms')
  const format = useFormatter()
  return (
    <ul>
      {lots.map(({ amount, expiryHeight }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lots of a draft do not move
        <li key={at}>
          <Amount amount={amount} element="debt" /> {t('due', { block: format.number(expiryHeight) })}
        </li>
      ))}
    </ul>
  )
}
