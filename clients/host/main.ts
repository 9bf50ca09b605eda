import '../shared/base.css'
import { mount } from 'svelte'
import { lang } from '../shared/lang.svelte'
import { startTheme } from '../shared/theme'
import Host from './Host.svelte'
import { OWN } from './voices'

startTheme()
void lang.start(OWN).then(() => mount(Host, { target: document.getElementById('app') ?? document.body }))
