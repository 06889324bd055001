import act from '@vc/acts/words/zh.json'
import ui from '@vc/ui/words/zh.json'
import { type Files, type Messages, merged } from './sentences.ts'

const files = import.meta.glob('../messages/zh/*.json', { eager: true }) as Files

/** Every sentence of the portal in Chinese; those of sheets and components are the same on the verifier page. */
export const chinese: Messages = { ...merged(files), act, ui }
