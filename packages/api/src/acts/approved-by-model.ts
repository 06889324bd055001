import { type CreditModelRow, creditModelRows, judgementsOf, schema } from '@vc/db'
import { inArray } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'

/** The model that approved: its title, whose it is, and who signed it with the agent's hardware key when. */
export type ApprovedBy = {
  readonly title: string
  readonly authority: { readonly name: string; readonly nameZh: string }
  readonly signed: { readonly name: string; readonly at: Date } | null
}

/** Which model approved each of these applications, if one did, and as which act. */
export async function approvedByModel(db: DbOrTransaction, applicationIds: readonly string[]) {
  if (applicationIds.length === 0) return new Map<string, ApprovedBy & { readonly actId: string }>()
  const said = await judgementsOf(db, applicationIds)
  const approved = said.flatMap(({ judgement: { applicationId, actId }, model }) =>
    actId === null ? [] : [{ applicationId, actId, modelId: model.id }],
  )
  const ids = approved.map(({ modelId }) => modelId)
  const rows = ids.length > 0 ? await creditModelRows(db, inArray(schema.creditModels.id, ids)) : []
  const byId = new Map(rows.map((row) => [row.model.id, row]))
  return new Map(
    approved.flatMap(({ applicationId, actId, modelId }) => {
      const row = byId.get(modelId)
      if (!row) return []
      const by = { title: row.model.terms.title, authority: row.organisation, signed: signedBy(row) }
      return [[applicationId, { ...by, actId }] as const]
    }),
  )
}

/** Who signed a model with the agent's key, and when; null of one that nobody has. */
export function signedBy({ person, act }: Pick<CreditModelRow, 'person' | 'act'>) {
  const [first] = act?.signatures ?? []
  return first ? { name: person.name, at: new Date(first.at) } : null
}
