// biome-ignore-all lint/a11y/noRedundantRoles: on a phone rows are laid out by flex, which takes their roles away in some browsers
'use client'
import type { ReactNode } from 'react'
import { Part } from './paper-part.tsx'
import { useUi } from './provider.tsx'

export type ChangesProps = {
  readonly changes: readonly {
    readonly label: ReactNode
    readonly before: ReactNode
    readonly after: ReactNode
  }[]
  /** Heads of the table when it is not "what changes, before, after". */
  readonly heads?: { readonly title: string; readonly before: string; readonly after: string } | undefined
}

/** What stands before and after, by line; on a phone each line is its name and below it both numbers. */
export function Changes({ changes, heads }: ChangesProps) {
  const { words } = useUi()
  const { title, before, after } = heads ?? { title: words.changes, before: words.before, after: words.after }
  return (
    <Part title={title}>
      <table role="table" className="figures w-full text-right max-sm:block">
        <thead role="rowgroup" className="text-small text-ink-faint max-sm:block">
          <tr role="row" className="max-sm:flex max-sm:justify-between">
            <th role="columnheader" scope="col" className="font-normal max-sm:sr-only">
              <span className="sr-only">{title}</span>
            </th>
            <th role="columnheader" scope="col" className="pl-3 font-normal max-sm:pl-0">
              {before}
            </th>
            <th role="columnheader" scope="col" className="pl-3 font-normal">
              {after}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup" className="divide-y border-y max-sm:block">
          {changes.map((change, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a sheet do not move
            <Line key={at} {...change} />
          ))}
        </tbody>
      </table>
    </Part>
  )
}

const Line = ({ label, before, after }: ChangesProps['changes'][number]) => (
  <tr role="row" className="max-sm:flex max-sm:flex-wrap max-sm:justify-between max-sm:gap-x-3 max-sm:py-1.5">
    <th
      role="rowheader"
      scope="row"
      className="py-1.5 text-left font-normal text-ink-soft max-sm:basis-full max-sm:py-0"
    >
      {label}
    </th>
    <td role="cell" className="py-1.5 pl-3 max-sm:py-0 max-sm:pl-0">
      {before}
    </td>
    <td role="cell" className="py-1.5 pl-3 font-strong max-sm:ml-auto max-sm:py-0 max-sm:pl-0">
      {after}
    </td>
  </tr>
)
