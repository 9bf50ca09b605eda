import '../shared/base.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Play from './Play.svelte'

startTheme()
void lang.start().then(() => mount(Play, { target: document.getElementById('app') ?? document.body }))
