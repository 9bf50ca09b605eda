import '../shared/base.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import enUrl from '../shared/locales/en.host.json?url'
import zhUrl from '../shared/locales/zh-Hans.host.json?url'
import { startTheme } from '../shared/theme'
import Host from './Host.svelte'

startTheme()
void lang.start({ en: enUrl, 'zh-Hans': zhUrl }).then(() => mount(Host, { target: document.getElementById('app') ?? document.body }))
