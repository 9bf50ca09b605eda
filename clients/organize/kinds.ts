import type { Key } from '../shared/i18n'
import type { Kind } from '../shared/protocol'

export const kindKey = (kind: Kind): Key => `kind.${kind}`
