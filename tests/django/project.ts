import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findDjango } from '../../bin/test/install.ts'

export const python = findDjango()

export interface DjangoProject {
  folder: string
  /** As `./banyan import django --database` takes it. */
  database: string
  /** Runs Python within the project, Django set up. */
  run(script: string): void
}

const settings = (database: string) => `
SECRET_KEY = 'of the test'
INSTALLED_APPS = ['django.contrib.auth', 'django.contrib.contenttypes', 'people']
USE_TZ = True
DEFAULT_AUTO_FIELD = 'django.db.models.AutoField'
DATABASES = {'default': ${database}}
PASSWORD_HASHERS = ['django.contrib.auth.hashers.' + name for name in [
    'BCryptSHA256PasswordHasher', 'Argon2PasswordHasher', 'PBKDF2SHA1PasswordHasher']]
PASSWORD_HASHERS.insert(0, 'people.hashers.QuickPBKDF2PasswordHasher')
`
/** Django's own takes 300 ms for each password, made or tried: tests that are about that take it by its name. */
const hashers = `
from django.contrib.auth.hashers import PBKDF2PasswordHasher

class QuickPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    iterations = 1000
`
const manage = `
import os, sys
os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`
/** A user table of one's own, with UUIDs as keys and the address as name. */
const people = `
import uuid
from django.contrib.auth.models import AbstractBaseUser
from django.db import models

class Person(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    USERNAME_FIELD = 'email'
`

/** A real Django project with its tables, made by \`manage.py migrate\`, on SQLite or on the PostgreSQL database of that address. */
export function djangoProject(postgres?: string): DjangoProject {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-django-'))
  const database = postgres ?? `sqlite://${join(folder, 'db.sqlite3')}`
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('settings.py', settings(postgres ? onPostgres(new URL(postgres)) : `{'ENGINE': 'django.db.backends.sqlite3', 'NAME': '${join(folder, 'db.sqlite3')}'}`))
  write('manage.py', manage)
  Bun.spawnSync(['mkdir', '-p', join(folder, 'people')])
  write('people/__init__.py', '')
  write('people/models.py', people)
  write('people/hashers.py', hashers)
  const python_runs = (words: string[]) => {
    const { success, stdout, stderr } = Bun.spawnSync([python ?? '', ...words], { cwd: folder, stdout: 'pipe', stderr: 'pipe' })
    if (!success) throw new Error(`${words.join(' ').slice(0, 200)}: ${stdout}${stderr}`)
  }
  python_runs(['manage.py', 'makemigrations', 'people'])
  python_runs(['manage.py', 'migrate'])
  return { folder, database, run: (script) => python_runs(['manage.py', 'shell', '-c', `${script}\n`]) }
}

const onPostgres = ({ hostname, port, pathname, username, password }: URL) =>
  `{'ENGINE': 'django.db.backends.postgresql', 'NAME': '${pathname.slice(1)}', 'USER': '${username}', 'PASSWORD': '${password}', 'HOST': '${hostname}', 'PORT': '${port}'}`
