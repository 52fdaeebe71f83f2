import type { Key } from '#web/i18n.ts'
import type { en } from './words/en.ts'

type Sentence = Key<(typeof en)['actions']>

/** What the audit log calls things, by the sentence that says it to their owner. A test looks that none is missing. */
export const sentences: Record<string, Sentence> = {
  'accounts.sign_up': 'signed_up',
  'accounts.register': 'signed_up',
  'accounts.create_superuser': 'made_admin',
  'accounts.sign_in': 'signed_in',
  'accounts.login': 'program_in',
  'accounts.login_v1': 'program_in',
  'accounts.obtain_token_pair': 'program_in',
  'accounts.sign_in_failed': 'failed',
  'accounts.login_failed': 'failed',
  'accounts.login_v1_failed': 'failed',
  'accounts.obtain_token_pair_failed': 'failed',
  'accounts.sign_out': 'signed_out',
  'accounts.logout': 'signed_out',
  'accounts.logout_v1': 'signed_out',
  'accounts.blacklist_token': 'signed_out',
  'accounts.refresh_reused': 'refresh_reused',
  'accounts.profile_changed': 'profile_changed',
  'accounts.end_session': 'ended_one',
  'accounts.end_other_sessions': 'ended_others',
  'accounts.session_moved': 'moved',
  'accounts.make_key': 'key_made',
  'accounts.rename_key': 'key_renamed',
  'accounts.revoke_key': 'key_revoked',
}
