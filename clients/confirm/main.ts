import '../shared/base.css'
import './confirm.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Confirm from './Confirm.svelte'
import { WORDS } from '../unit/words'

startTheme()
void lang.start(WORDS).then(() => mount(Confirm, { target: document.getElementById('app') ?? document.body }))
