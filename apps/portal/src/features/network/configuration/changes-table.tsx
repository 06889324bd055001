'use client'
import { useTranslations } from 'next-intl'
import type { Value } from './use-configuration.ts'
import { useParameterWords } from './use-parameter-words.ts'

export type Change = {
  readonly parameter: string
  readonly before?: Value | undefined
  readonly after: Value
}

/** What each parameter is and what it becomes. */
export function ChangesTable({
  changes,
  label,
}: {
  readonly changes: readonly Change[]
  readonly label: string
}) {
  const t = useTranslations('configuration')
  const words = useParameterWords()
  return (
    <div className="overflow-x-auto">
      <table aria-label={label} className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-ink text-small text-ink-soft">
            <th scope="col" className="py-1 pr-4 font-normal">
              {t('parameter')}
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-normal">
              {t('before')}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {t('after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ parameter, before, after }) => (
            <tr key={parameter} className="border-b border-line align-baseline">
              <th scope="row" className="py-1.5 pr-4 font-normal">
                <span className="font-strong">{words.name(parameter)}</span>{' '}
                <span className="font-mono text-small text-ink-soft">{parameter}</span>
              </th>
              <td className="py-1.5 pr-4 text-right break-words figures text-ink-soft">
                {words.value(before)}
              </td>
              <td className="py-1.5 text-right font-strong break-words figures">{words.value(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
