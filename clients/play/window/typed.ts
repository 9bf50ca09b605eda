/** What stood in the form of the first page when this part took its place, and whether it was being typed: nobody types a
 * name twice, and no letter goes nowhere. */
export const typed = { name: '', now: false }

export function takeTyped(): void {
  const field = document.getElementById('name') as HTMLInputElement | null
  typed.name = field?.value ?? ''
  typed.now = field !== null && field === document.activeElement
}
