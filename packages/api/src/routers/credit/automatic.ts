import { creditModelRows, judgementsOf, schema } from '@vc/db'
import { inArray } from 'drizzle-orm'
import type { DbOrTransaction, SessionUser } from '../../context.ts'
import { modelOf, signedBy } from './model-terms.ts'

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
      const by = { title: modelOf(row.model).title, authority: row.organisation, signed: signedBy(row) }
      return [[applicationId, { ...by, actId }] as const]
    }),
  )
}

/** What the own authority's models said of an application, and which model approved it, whoever's it is. */
export async function automaticOf(db: DbOrTransaction, user: SessionUser, applicationId: string) {
  const said = await judgementsOf(db, [applicationId])
  const own = said.filter(({ model }) => model.organisationId === user.organisationId)
  const approved = (await approvedByModel(db, [applicationId])).get(applicationId)
  return {
    approved: approved ?? null,
    judgements: own.map(({ judgement: { reasons, createdAt }, model }) => ({
      ...{ modelId: model.id, title: modelOf(model).title, reasons, at: createdAt },
    })),
  }
}
