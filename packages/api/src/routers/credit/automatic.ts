import { judgementsOf } from '@vc/db'
import { approvedByModel } from '../../acts/approved-by-model.ts'
import type { DbOrTransaction, SessionUser } from '../../context.ts'

/** What the own authority's models said of an application, and which model approved it, whoever's it is. */
export async function automaticOf(db: DbOrTransaction, user: SessionUser, applicationId: string) {
  const said = await judgementsOf(db, [applicationId])
  const own = said.filter(({ model }) => model.organisationId === user.organisationId)
  const approved = (await approvedByModel(db, [applicationId])).get(applicationId)
  return {
    approved: approved ?? null,
    judgements: own.map(({ judgement: { reasons, createdAt }, model }) => ({
      ...{ modelId: model.id, title: model.terms.title, reasons, at: createdAt },
    })),
  }
}
