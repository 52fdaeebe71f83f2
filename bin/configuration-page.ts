import { describeSettings } from '#server/config.ts'

/** `docs/configuration.md`, made from the one schema; `./banyan config --markdown` prints it and a test compares. */
export function configurationPage(): string {
  const rows = describeSettings().map(({ name, description, fallback }) => `| \`${name}\` | ${description} | ${fallback ? `\`${fallback}\`` : ''} |`)
  return `# Configuration

Settings come from the environment and from \`.env\` in the project's folder; the environment wins. Each can also be given as \`NAME_FILE\`, the path of a file
that holds the value. All are checked at the start: every mistake is told at once, and the process ends with 78. \`./banyan config\` shows what is in
force. This page is made from the schema in \`server/config.ts\`.

| name | meaning | default |
|---|---|---|
${rows.join('\n')}
`
}
