'use client'
import { type Column, Hash, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ConfigurationView, VersionView } from './use-configuration.ts'
import { useParameterWords } from './use-parameter-words.ts'

/** Each version with its range, its id and commit, what it changed, and the votes that brought it. */
export function VersionsTable({ view }: { readonly view: ConfigurationView }) {
  const t = useTranslations('configuration')
  const { number } = useFormatter()
  const { locale } = useUi()
  const words = useParameterWords()
  const range = ({ from, to }: VersionView) =>
    t('versionRange', { from: number(from), to: to === null ? t('now') : number(to) })
  const changed = ({ changes, version }: VersionView) =>
    version === 0
      ? t('genesis')
      : changes
          .map(({ parameter, before, after }) => {
            return `${words.name(parameter)}: ${words.value(before)} → ${words.value(after)}`
          })
          .join('; ')
  const votes = ({ adopted }: VersionView) =>
    adopted
      .flatMap((id) => view.proposals.find((proposal) => proposal.id === id) ?? [])
      .map(({ title, yes, blocks }) =>
        t('adopted', { title: locale.startsWith('zh') ? title.zh : title.en, yes, blocks }),
      )
      .join('; ')
  const columns: readonly Column<VersionView>[] = [
    {
      key: 'version',
      header: t('version'),
      cell: ({ version }) => version,
      text: ({ version }) => String(version),
      sortBy: ({ version }) => version,
      align: 'right',
      phone: 'side',
    },
    { key: 'range', header: t('range'), cell: range, text: range, phone: 'detail' },
    { key: 'changed', header: t('changed'), cell: changed, text: changed, phone: 'main' },
    { key: 'votes', header: t('votes'), cell: votes, text: votes, phone: 'detail' },
    {
      key: 'commit',
      header: t('commit'),
      cell: ({ commit }) => (commit === null ? t('noCommit') : <Hash hash={commit} />),
      text: ({ commit }) => commit ?? '',
      phone: 'detail',
    },
    {
      key: 'id',
      header: 'id',
      cell: ({ id }) => <Hash hash={id} />,
      text: ({ id }) => id,
      phone: 'hide',
    },
  ]
  return (
    <Table
      name="configuration-versions"
      caption={t('versions')}
      rows={view.versions}
      columns={columns}
      rowKey={({ id }) => id}
      initialSort={{ key: 'version', down: true }}
    />
  )
}
