interface Shown {
  username: string
  name: string
  bio: string
  avatar: string | null
}

/** For search engines: whose page this is. `page` is its whole address. */
export function profileLd({ username, name, bio, avatar }: Shown, origin: string, page: string) {
  return {
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    url: page,
    mainEntity: {
      '@type': 'Person',
      name: name || username,
      alternateName: username,
      identifier: username,
      ...(bio && { description: bio }),
      ...(avatar && { image: origin + avatar }),
    },
  }
}
