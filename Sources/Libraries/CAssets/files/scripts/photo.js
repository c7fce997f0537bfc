// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Makes a photo small enough for a bad line: at most 2,560 pixels on its longer side, as JPEG. That also takes what cameras
 * write into it (Exif), such as the place, unless it is asked for.
 */

const longest = 2560;
const quality = 0.85;

/** `ftypheic` and its kin (ISO/IEC 14496-12 §4.3). */
async function isHEIC(file) {
  const start = new TextDecoder("latin1").decode(await file.slice(4, 12).arrayBuffer());
  return /^ftyp(hei[cxms]|hev[cx]|mif1|msf1)$/.test(start);
}

/**
 * The camera's notes of a JPEG, a segment APP1 (JEITA CP-3451 §4.7), which says of a picture that is drawn anew that it stands
 * upright; null where there are none.
 */
async function notes(file) {
  const bytes = new Uint8Array(await file.slice(0, 256 << 10).arrayBuffer());
  const view = new DataView(bytes.buffer);
  try {
    let at = view.getUint16(0) === 0xffd8 ? 2 : bytes.length;
    while (at < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
      const end = at + 2 + view.getUint16(at + 2);
      if (bytes[at + 1] === 0xe1 && view.getUint32(at + 4) === 0x45786966) return end <= bytes.length ? upright(bytes.slice(at, end)) : null;
      at = end;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

function upright(segment) {
  const view = new DataView(segment.buffer, 10);
  const isLittle = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, isLittle);
  for (let index = 0; index < view.getUint16(directory, isLittle); index += 1) {
    const entry = directory + 2 + 12 * index;
    if (view.getUint16(entry, isLittle) === 0x0112) view.setUint16(entry + 8, 1, isLittle);
  }
  return segment;
}

/**
 * @param {boolean} keepsNotes whether what the camera wrote into a JPEG stays.
 * @throws {Error} with the message `heicClient` or `unreadable`.
 */
export async function prepared(file, keepsNotes = false) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new Error((await isHEIC(file)) ? "heicClient" : "unreadable");
  }
  try {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const isFine = scale === 1 && file.type === "image/jpeg" && file.size < 2 << 20;
    if (isFine) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (!made) throw new Error("unreadable");
    const kept = keepsNotes ? await notes(file) : null;
    return kept ? new Blob([made.slice(0, 2), kept, made.slice(2)], { type: "image/jpeg" }) : made;
  } finally {
    picture.close();
  }
}
