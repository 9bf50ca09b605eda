import '../shared/base.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import enUrl from '../shared/locales/en.screen.json?url'
import zhUrl from '../shared/locales/zh-Hans.screen.json?url'
import { startTheme } from '../shared/theme'
import Screen from './Screen.svelte'

startTheme()
void lang.start({ en: enUrl, 'zh-Hans': zhUrl }).then(() => mount(Screen, { target: document.getElementById('app') ?? document.body }))
