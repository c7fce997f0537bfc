// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Makes a photo small enough for a bad line: at most 2,560 pixels on its longer side, as JPEG. That also takes what cameras
 * write into it, such as the place, which the matter has already.
 */

const longest = 2560;
const quality = 0.85;

/** `ftypheic` and its kin (ISO/IEC 14496-12 §4.3). */
async function isHEIC(file) {
  const start = new TextDecoder("latin1").decode(await file.slice(4, 12).arrayBuffer());
  return /^ftyp(hei[cxms]|hev[cx]|mif1|msf1)$/.test(start);
}

/** @throws {Error} with the message `heicClient` or `unreadable`. */
export async function prepared(file) {
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
    return made;
  } finally {
    picture.close();
  }
}
