// What a phone needs only where points are staked before a question: fetched when a round has that, with its styles.
import Wager from './Wager.svelte'
import styles from './wager.css?inline'

const sheet = new CSSStyleSheet()
sheet.replaceSync(styles)
document.adoptedStyleSheets.push(sheet)

export { Wager }
