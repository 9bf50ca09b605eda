// The ways to make an answer, by kind of question.

import Choice from './Choice.svelte'
import Fields from './Fields.svelte'
import Match from './Match.svelte'
import Numeric from './Numeric.svelte'
import Order from './Order.svelte'

export const ANSWERING = {
  single: Choice, multiple: Choice, truefalse: Choice, numeric: Numeric, text: Fields, ordering: Order, matching: Match,
}
