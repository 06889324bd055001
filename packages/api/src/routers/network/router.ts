import { router } from '../../procedures.ts'
import {
  checkProposalRoute,
  chooseProposalRoute,
  configurationRoute,
  previewConfigurationRoute,
  proposeConfigurationRoute,
} from './configuration.ts'
import { creditEffectRoute } from './credit-effect.ts'
import { creditPolicyRoute, replaceCreditPolicyRoute } from './credit-policy.ts'
import { haltsRoute } from './halts.ts'
import { nodeRoute } from './node.ts'
import { replayCreditPolicyRoute } from './replay-credit-policy.ts'

/** The network and its nodes, for those who run them. */
export const networkRouter = router({
  node: nodeRoute,
  halts: haltsRoute,
  creditEffect: creditEffectRoute,
  creditPolicy: creditPolicyRoute,
  replayCreditPolicy: replayCreditPolicyRoute,
  replaceCreditPolicy: replaceCreditPolicyRoute,
  configuration: configurationRoute,
  checkProposal: checkProposalRoute,
  previewConfiguration: previewConfigurationRoute,
  proposeConfiguration: proposeConfigurationRoute,
  chooseProposal: chooseProposalRoute,
})
