import '../shared/base.css'
import './organize.css'
import './forms.css'
import './paper.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Organize from './Organize.svelte'
import { WORDS } from './words'

startTheme()
void lang.start(WORDS).then(() => mount(Organize, { target: document.getElementById('app') ?? document.body }))
