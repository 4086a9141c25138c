import { isLoopback } from './is-loopback.ts';

/** A usable base URL without its trailing slashes, or what is wrong with it. */
export function parseEndpointUrl(
  text: string,
): { readonly url: string } | { readonly problem: string } {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { problem: 'is not a URL: write https:// and the host' };
  }
  if (!/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(url.hostname)) {
    return { problem: 'has a host with other characters than letters, digits, . and -' };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'must not hold a user or a password: give the login in its own inputs' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: `would send the login unencrypted: write https://${url.host}` };
  }
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    return { problem: 'must be a base URL: leave out the ? or # and what follows' };
  }
  if (!/^[A-Za-z0-9._~/-]*$/.test(url.pathname)) {
    return { problem: 'has a path with other characters than letters, digits and . _ ~ / -' };
  }
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, '') };
}

/** IAM's base URL: as above, with or without a trailing `/v3` or `/v3.0`. */
export function parseIamUrl(text: string): ReturnType<typeof parseEndpointUrl> {
  const parsed = parseEndpointUrl(text);
  return 'problem' in parsed ? parsed : { url: parsed.url.replace(/(?<!\/)\/v3(\.0)?$/, '') };
}
