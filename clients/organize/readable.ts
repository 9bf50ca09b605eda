// What formats and encodings are called. The server says which there are; one that this page does not know goes by the
// server's name.

import type { Key } from '../shared/i18n'

const FORMATS = [
  'aiken', 'anki', 'blackboard', 'chinese-text', 'classquiz', 'csv', 'docx', 'gift', 'json', 'kahoot', 'moodle-xml', 'opentdb', 'opentriviaqa',
  'qbank', 'qti', 'rahoot', 'xlsx',
] as const
const ENCODINGS = ['big5', 'gb18030', 'mixed', 'utf-16be', 'utf-16le', 'utf-8', 'windows-1252'] as const

export function formatKey(name: string): Key | null {
  const known = FORMATS.find((one) => one === name)
  return known ? `format.${known}` : null
}

export function encodingKey(name: string): Key | null {
  const known = ENCODINGS.find((one) => one === name)
  return known ? `encoding.${known}` : null
}
