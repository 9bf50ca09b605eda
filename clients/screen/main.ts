import '../shared/base.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Screen from './Screen.svelte'

startTheme()
void lang.start('screen').then(() => mount(Screen, { target: document.getElementById('app') ?? document.body }))
