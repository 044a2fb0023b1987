// Payloads: bytes, hex, Base64, and how they are shown.

export const LIMIT = 1300;

export const utf8 = (text) => new TextEncoder().encode(text);

export const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

export const fromBase64 = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** Hex digits as people type and paste them: `DE AD`, `dead`, `0xDE,0xAD`, `de:ad`, `\xde\xad`. {bytes} or {problem}. */
export function parseHex(text) {
  const bytes = [];
  for (const token of text.split(/0x|\\x|[\s,;:_-]+/i)) {
    const wrong = token.match(/[^0-9a-f]/i);
    if (wrong) {
      return { problem: `“${wrong[0]}” is not a hex digit` };
    }
    if (token.length % 2 && token.length > 1) {
      return { problem: `“${abbreviate(token, 12)}” has an odd number of digits` };
    }
    for (let i = 0; i < token.length; i += 2) {
      bytes.push(parseInt(token.slice(i, i + 2), 16));
    }
  }
  return { bytes: Uint8Array.from(bytes) };
}

export const hex = (bytes, separator = ' ') => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);

/** Lines of offset, hex and ASCII. */
export function hexDump(bytes, perLine = matchMedia('(max-width: 700px)').matches ? 8 : 16) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += perLine) {
    const line = bytes.slice(at, at + perLine);
    const ascii = Array.from(line, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex(line).padEnd(perLine * 3 - 1)}  ${ascii}`);
  }
  return lines.join('\n');
}

/** The bytes of a command's payload as they are on the wire. */
export const bytesOf = (command) => (command.payload_type === 'text' ? utf8(command.payload) : fromBase64(command.payload));

/** The text the bytes spell, or null if they are not UTF-8 or hold control characters. */
export function spell(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** One line: the text, or the first bytes in hex. */
export function preview(bytes) {
  const text = spell(bytes);
  return text === null
    ? { hex: true, text: hex(bytes.slice(0, 24)) + (bytes.length > 24 ? ' …' : '') }
    : { hex: false, text: abbreviate(text.replace(/\s+/g, ' '), 160) };
}

export const abbreviate = (text, length) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);
