import '../shared/base.css'
import './unit.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Unit from './Unit.svelte'
import { WORDS } from './words'

startTheme()
void lang.start(WORDS).then(() => mount(Unit, { target: document.getElementById('app') ?? document.body }))
