'use client'
import { FormField, Notice, Select } from '@vc/ui'
import { useTranslations } from 'next-intl'

export type Kind = 'VCB1' | 'VCC1'
type Props = { readonly kind: Kind; readonly onChoose: (kind: Kind) => void }

/** How a collective votes; what the other kind costs is said where it is chosen. */
export function ChooseKind({ kind, onChoose }: Props) {
  const t = useTranslations('collectives.kind')
  const options = (['VCB1', 'VCC1'] as const).map((value) => ({ value, label: t(`names.${value}`) }))
  return (
    <div className="max-w-2xl space-y-3">
      <FormField label={t('label')} hint={t(`hints.${kind}`)}>
        <Select
          value={kind}
          options={options}
          onChange={(event) => onChoose(event.target.value === 'VCC1' ? 'VCC1' : 'VCB1')}
        />
      </FormField>
      {kind === 'VCC1' && (
        <Notice title={t('caveat')}>
          <ul className="list-disc space-y-1 pl-5">
            {(['reviewed', 'setup', 'rounds', 'level'] as const).map((point) => (
              <li key={point}>{t(`caveats.${point}`)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  )
}
