import { readdirSync, readFileSync } from 'node:fs';
import type { DomainEvent } from './event.js';
import { eventShapes } from './event-shapes.js';
import { upcast } from './upcast.js';

const folder = new URL('./golden/', import.meta.url);
const files = readdirSync(folder);
const read = (file: string): DomainEvent => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as DomainEvent;

describe('events of every form there ever was', () => {
  it.each(files)('%s decodes to its present form', (file) => {
    const event = read(file);
    expect(file).toBe(`${event.type}.v${event.v}.json`);
    expect(upcast(event)).toMatchObject({ type: event.type, v: upcastVersion(event) });
  });

  it.each(Object.entries(eventShapes))('%s has a golden file of every version', (type, { v }) => {
    const wanted = Array.from({ length: v }, (_, n) => `${type}.v${n + 1}.json`);
    expect(files.filter((file) => file.startsWith(`${type}.v`)).sort()).toEqual(wanted.sort());
  });

  it.each(files)('%s is refused without any one of its parts', (file) => {
    const event = read(file);
    for (const name of Object.keys(event.data)) {
      const data = Object.fromEntries(Object.entries(event.data).filter(([other]) => other !== name));
      expect(() => upcast({ ...event, data })).toThrow(expect.objectContaining({ code: 'EVENT_MALFORMED' }));
    }
  });
});

describe('events of a later release', () => {
  it.each([
    { type: 'user.promoted', v: 1, data: {} },
    { type: 'user.deleted', v: 2, data: {} },
    { type: 'user.deleted', v: 0, data: {} },
    { type: 'toString', v: 1, data: {} },
  ])('such as %j are not guessed at', (event) => {
    expect(() => upcast(event)).toThrow(expect.objectContaining({ code: 'EVENT_UNKNOWN' }));
  });
});

const upcastVersion = ({ type }: DomainEvent): number => eventShapes[type as keyof typeof eventShapes].v;
