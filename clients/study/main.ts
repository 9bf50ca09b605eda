import '../shared/base.css'
import './study.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Study from './Study.svelte'
import { WORDS } from './words'

startTheme()
void lang.start(WORDS).then(() => mount(Study, { target: document.getElementById('app') ?? document.body }))
