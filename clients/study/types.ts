// What GET /api/study brings: questions with what is right. Nothing is decided here.

import type { Accepted, Kind, Media, Option, TextMap } from '../shared/protocol'

export interface StudyQuestion {
  id: string
  kind: Kind
  prompt: TextMap
  options?: Option[]
  targets?: Option[]
  blanks?: number
  unit?: TextMap
  media?: Media[]
  tags?: string[]
  right: Accepted
  /** Of numbers: from and to, decimal, both ends included. */
  ranges?: [string, string][]
  explanation?: TextMap
  source?: TextMap
}

export interface Study {
  title: TextMap
  languages: string[]
  default_language: string
  questions: StudyQuestion[]
}
