// Numbers as people type them.

/** The digits of other scripts are digits. */
export const latinDigits = (typed: string): string =>
  typed.normalize('NFKC').replace(/[٠-٩۰-۹༠-༩᠐-᠙]/g, (digit) => String(digit.charCodeAt(0) & 15))

/**
 * A number as the protocol wants it, or null when what was typed could mean two numbers. Keypads of some
 * countries have a comma and no point, so a lone comma is the point there, and only there.
 */
export function decimal(typed: string, separator: string): string | null {
  let text = latinDigits(typed).replace(/[\s\u00a0\u202f]/g, '').replace(/[−–]/g, '-').replace('٫', '.')
  if (separator === ',' && !text.includes('.')) text = text.replace(',', '.')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return null
  text = text.replace(/^\+/, '').replace(/\.$/, '')
  return text.replace(/^(-?)\./, '$10.')
}

export function decimalSeparator(tag: string): string {
  return new Intl.NumberFormat(tag).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.'
}
