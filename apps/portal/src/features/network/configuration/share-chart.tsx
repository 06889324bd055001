'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { Chart, type ChartTokens, lineOption, useWriting } from '../../charts/index.ts'
import { useBoth } from './proposal-paper.tsx'
import type { ConfigurationView, ProposalView } from './use-configuration.ts'
import { useShare } from './use-parameter-words.ts'

const shareAt = ([height, yes, blocks]: ProposalView['points'][number]) =>
  [height, blocks === 0 ? null : yes / blocks] as const

/** As long as the margin of a chart has room for. */
const shortened = (title: string) => (title.length > 13 ? `${title.slice(0, 12)}…` : title)

/** The share of votes as the count went on, against what is needed and the first rival. */
export function ShareChart({
  proposal,
  view,
}: {
  readonly proposal: ProposalView
  readonly view: ConfigurationView
}) {
  const t = useTranslations('configuration')
  const write = useWriting()
  const percent = useShare()
  const rival = view.proposals.find(({ id }) => proposal.rivals.includes(id))
  const rivalTitle = useBoth(rival?.title ?? proposal.title)
  const { points, vote } = proposal
  const option = useCallback(
    (tokens: ChartTokens) => {
      const needed = vote.threshold / 1_000
      const threshold = [
        [vote.from, needed],
        [vote.to, needed],
      ] as const
      const lines = [
        { name: t('share'), colour: tokens.ink, points: points.map(shareAt) },
        { name: t('threshold'), colour: tokens.inkFaint, dashed: true, points: threshold },
        ...(rival
          ? [{ name: shortened(rivalTitle), colour: tokens.inkSoft, points: rival.points.map(shareAt) }]
          : []),
      ]
      return lineOption(tokens, { lines, formatX: write.height, formatY: percent })
    },
    [points, vote, rival, rivalTitle, t, write, percent],
  )
  const head = [t('height'), t('yes'), t('share')]
  const rows = points.map((point) => {
    const [height, share] = shareAt(point)
    return [String(height), String(point[1]), share === null ? '' : percent(share)]
  })
  return (
    <Chart
      name={`votes-${proposal.id.slice(0, 16)}`}
      label={t('shareOverTime')}
      option={option}
      table={{ head, rows }}
      className="h-48"
    />
  )
}
