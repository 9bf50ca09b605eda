// What the views of accounts have in common.

import type { Role } from './types'

export const ROLES: Role[] = ['host', 'editor', 'owner']

const PASSWORD_MIN = 10

/** As people count; the server looks again. */
export const longEnough = (password: string): boolean => [...password].length >= PASSWORD_MIN
