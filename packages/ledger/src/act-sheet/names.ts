import type { Element, Kind, Layer } from '../transaction.ts'

/** The specification's words, by code. */
export const elementNames: Readonly<Record<Element, ElementName>> = { 0: 'value', 1: 'credit', 2: 'debt' }
export const layerNames: Readonly<Record<Layer, string>> = { 0: 'management', 1: 'debt', 2: 'circulation' }
export const kindNames: Readonly<Record<Kind, string>> = {
  0: 'transfer',
  1: 'credit',
  2: 'penalty',
  3: 'record',
  4: 'group',
  5: 'stake',
  6: 'reward',
}

export type ElementName = 'value' | 'credit' | 'debt'
