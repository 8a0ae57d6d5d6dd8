/** Loads the published files, each once. */

const version = document.querySelector<HTMLMetaElement>('meta[name="data-version"]')!.content;
const base = new URL(`versions/${version}/data/`, document.baseURI);

/** A file of this version is gone or unreadable; versions expire some time after a newer one is published. */
export class MissingFile extends Error {}

const kept = new Map<string, Promise<unknown>>();

/** The content of a file; a second call gets the first one's. Throws MissingFile. */
export function load<T>(name: string): Promise<T> {
  let found = kept.get(name) as Promise<T> | undefined;
  if (!found) {
    found = read<T>(name);
    kept.set(name, found);
    found.catch(() => kept.delete(name));
  }
  return found;
}

async function read<T>(name: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(new URL(name, base));
  } catch (error) {
    throw new MissingFile(`${name} could not be loaded (${String(error)}).`);
  }
  if (!response.ok) throw new MissingFile(`${name} could not be loaded (HTTP ${response.status}).`);
  return (await response.json()) as T;
}
