import '../shared/base.css'
import './organize.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import enUrl from '../shared/locales/en.organize.json?url'
import zhUrl from '../shared/locales/zh-Hans.organize.json?url'
import { startTheme } from '../shared/theme'
import Organize from './Organize.svelte'

startTheme()
void lang.start({ en: enUrl, 'zh-Hans': zhUrl }).then(() => mount(Organize, { target: document.getElementById('app') ?? document.body }))
