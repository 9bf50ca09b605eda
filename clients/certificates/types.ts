// GET /api/contests/{id}/certificates.

import type { TextMap } from '../shared/protocol'

export interface Certificate {
  award: TextMap
  name: string
  team?: string
  rank: number
  score?: number
  confirm_url: string
}

export interface Group { key: string; award: TextMap; certificates: Certificate[] }

/** In the order they come, those of one award together. */
export function groupsOf(certificates: Certificate[]): Group[] {
  const groups: Group[] = []
  for (const certificate of certificates) {
    const key = JSON.stringify(certificate.award)
    const found = groups.find((group) => group.key === key)
    if (found) found.certificates.push(certificate)
    else groups.push({ key, award: certificate.award, certificates: [certificate] })
  }
  return groups
}
