import { z } from 'zod'
import { defineJob } from './define-job.ts'

const ofModel = z.object({ modelId: z.uuid() })

/** Draft the act by which an authority's key hands credit on under a model's terms. */
export const draftCreditModel = defineJob({
  ...{ name: 'draft-credit-model', payload: ofModel },
  key: ({ modelId }) => modelId,
})

/** End what is left of a model's credit. */
export const endCreditModel = defineJob({
  ...{ name: 'end-credit-model', payload: ofModel },
  key: ({ modelId }) => modelId,
})

/** Have the models in force look at an application for credit on an order. */
export const judgeApplication = defineJob({
  ...{ name: 'judge-application', payload: z.object({ applicationId: z.uuid() }) },
  key: ({ applicationId }) => applicationId,
})
