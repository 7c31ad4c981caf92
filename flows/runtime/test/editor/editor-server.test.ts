import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { EditorAccess } from '../../src/editor/editor-server.ts';

interface AdminAuth {
  tokenHeader: string;
  tokens(token: string): Promise<unknown>;
  authenticate(username: string, password: string): Promise<unknown>;
}

const requestWith = (headers: Record<string, string>): IncomingMessage => ({ headers }) as unknown as IncomingMessage;
const token = 'a-token-that-is-long-enough-to-be-one';

describe('access to the editor', () => {
  test('is for the user of the form with the token', async () => {
    const { authenticate } = new EditorAccess({ token, mayChange: true }).adminAuth as AdminAuth;
    await expect(authenticate('author', token)).resolves.toEqual({ username: 'author', permissions: '*' });
    await expect(authenticate('author', 'wrong')).resolves.toBeNull();
    await expect(authenticate('somebody', token)).resolves.toBeNull();
  });

  test('is given to who is signed on elsewhere, with the permissions of this editor', async () => {
    const access = new EditorAccess({
      token,
      mayChange: false,
      signOn: (request) => request.headers['x-session'] as string,
    });
    const { tokenHeader, tokens } = access.adminAuth as AdminAuth;
    const request = requestWith({ 'x-session': 'alex' });
    access.identify(request);
    await expect(tokens(String(request.headers[tokenHeader]))).resolves.toEqual({
      username: 'alex',
      permissions: 'read',
    });
  });

  test('is not given for a header that came from outside', async () => {
    const access = new EditorAccess({ token, mayChange: true, signOn: () => undefined });
    const { tokenHeader, tokens } = access.adminAuth as AdminAuth;
    const request = requestWith({ [tokenHeader]: 'proof:author' });
    access.identify(request);
    expect(request.headers[tokenHeader]).toBeUndefined();
    await expect(tokens('proof:author')).resolves.toBeNull();
    await expect(tokens('')).resolves.toBeNull();
  });
});
