import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['small', 'base', 'lead', 'title', 'figure'] }] } },
})

/** Joins class names; a later one wins over an earlier one that sets the same thing. */
export function classNames(...parts: ClassValue[]): string {
  return merge(clsx(parts))
}
