import '../shared/base.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import enUrl from '../shared/locales/en.judge.json?url'
import zhUrl from '../shared/locales/zh-Hans.judge.json?url'
import { startTheme } from '../shared/theme'
import Judge from './Judge.svelte'

startTheme()
void lang.start({ en: enUrl, 'zh-Hans': zhUrl }).then(() => mount(Judge, { target: document.getElementById('app') ?? document.body }))
