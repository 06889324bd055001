import type { AddressPrefix } from '@vc/crypto'
import type { Context } from '../context.ts'

/** The human part of addresses here: networks whose keys are hardware are no test networks. */
export const addressPrefixOf = ({ env }: Pick<Context, 'env'>): AddressPrefix =>
  env.configuration.hardwareKeysOnly ? 'vd' : 'vdt'
