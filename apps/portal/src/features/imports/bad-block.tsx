'use client'
import { BadLines, type BadLinesProps } from './bad-lines.tsx'

/** Why a file is not taken as it is: `title` says so, and every bad line stands below it with its reason; nothing where all are good. */
export function BadBlock({ title, ...lines }: BadLinesProps & { readonly title: string }) {
  if (lines.rows.length === 0) return null
  return (
    <div className="border-l-4 border-refused pl-4">
      <p role="alert" className="mb-1 font-strong text-refused">
        {title}
      </p>
      <BadLines {...lines} />
    </div>
  )
}
