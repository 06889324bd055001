import act from '@vc/acts/words/en.json'
import ui from '@vc/ui/words/en.json'
import { type Files, type Messages, merged } from './sentences.ts'

const files = import.meta.glob('../messages/en/*.json', { eager: true }) as Files

/** Every sentence of the portal in English; those of sheets and components are the same on the verifier page. */
export const english: Messages = { ...merged(files), act, ui }
