import '../shared/base.css'
import './fonts.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Glyphs from './Glyphs.svelte'
import Screen from './Screen.svelte'
import { WORDS } from './words'

startTheme()
const page = new URLSearchParams(location.search).has('glyphs') ? Glyphs : Screen
void lang.start(WORDS).then(() => mount(page, { target: document.getElementById('app') ?? document.body }))
