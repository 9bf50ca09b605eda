import '../shared/base.css'
import { mount } from 'svelte'
import { startTheme } from '../shared/theme'
import Host from './Host.svelte'

startTheme()
mount(Host, { target: document.getElementById('app') ?? document.body })
