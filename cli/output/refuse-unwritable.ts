import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { describeWriteFailure, errorCode } from '../../results/output-error.ts';

/**
 * Looks before anything is measured whether its results could be written: to learn it afterwards is
 * too late. `made` is a folder that will be there by then, with those above it. Throws an
 * `OutputError`. What comes in between (a full disk) is still told at the end.
 */
export function refuseUnwritable(
  destinations: readonly (string | undefined)[],
  made?: string,
): void {
  for (const path of destinations) {
    if (path === undefined || path === '-') continue;
    try {
      if (!isYetToCome(dirname(resolve(path)), made)) checkPlace(path);
    } catch (error) {
      throw describeWriteFailure(path, error);
    }
  }
}

function isYetToCome(folder: string, made: string | undefined): boolean {
  if (made === undefined || isThere(folder)) return false;
  const coming = resolve(made);
  return coming === folder || coming.startsWith(folder + sep);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function checkPlace(path: string): void {
  const place = followLinks(resolve(path));
  const found = statSync(place, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' });
  // A file is replaced as a whole, by its folder; a pipe or a device is written to.
  const isReplaced = found === undefined || found.isFile();
  accessSync(isReplaced ? dirname(place) : place, constants.W_OK);
}

function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return path;
    throw error;
  }
}
