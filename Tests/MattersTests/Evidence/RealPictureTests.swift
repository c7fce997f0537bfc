// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
@testable import Matters
import TestSupport
import Testing

/// Pictures that another program made, compared point by point after copying; skipped where Python's Pillow is missing.
@Suite struct RealPictureTests {
  static let make = """
    import sys
    try:
      from PIL import Image, PngImagePlugin, ImageCms
    except ImportError:
      sys.exit(9)
    folder = sys.argv[1]
    def picture(shift):
      return Image.frombytes("RGB", (67, 41), bytes((x * 7 + y * 3 + c * 50 + shift) % 256
        for y in range(41) for x in range(67) for c in range(3)))
    exif = Image.Exif()
    exif[0x010F] = "Someone"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.44)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    one, two = picture(0), picture(90)
    one.save(folder + "/baseline.jpg", exif=exif, comment=b"Someone", icc_profile=profile, quality=90)
    one.save(folder + "/progressive.jpg", exif=exif, progressive=True, optimize=True)
    one.convert("CMYK").save(folder + "/cmyk.jpg", exif=exif)
    one.convert("L").save(folder + "/grey.jpg", restart_marker_blocks=1)
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Someone")
    one.save(folder + "/plain.png", pnginfo=text, exif=exif, icc_profile=profile, dpi=(72, 72))
    one.quantize(16).save(folder + "/palette.png", pnginfo=text, transparency=3)
    one.convert("RGBA").save(folder + "/lossy.webp", exif=exif, xmp=b"Someone", icc_profile=profile)
    one.save(folder + "/lossless.webp", lossless=True, exif=exif)
    one.save(folder + "/moving.webp", save_all=True, append_images=[two], duration=100, loop=3, exif=exif)
    one.save(folder + "/moving.gif", save_all=True, append_images=[two], duration=100, loop=3, comment=b"Someone")
    one.save(folder + "/still.gif", comment=b"Someone")
    """

  static let compare = """
    import os, sys
    try:
      from PIL import Image, ImageOps, ImageSequence
    except ImportError:
      sys.exit(9)
    folder = sys.argv[1]
    def frames(path):
      with Image.open(path) as image:
        return [(f.convert("RGBA").tobytes(), f.info.get("duration"), f.info.get("loop")) for f in ImageSequence.Iterator(image)]
    for name in sorted(os.listdir(folder)):
      if not name.startswith("copy-"): continue
      path, original = folder + "/" + name, folder + "/" + name[5:]
      assert frames(path) == frames(original), name
      with Image.open(path) as copy, Image.open(original) as old:
        tags = dict(copy.getexif())
        assert tags in ({}, {0x0112: 6}), (name, tags)
        assert copy.info.get("icc_profile") == old.info.get("icc_profile"), name
        if name.endswith(".jpg"):
          assert ImageOps.exif_transpose(copy).tobytes() == ImageOps.exif_transpose(old).tobytes(), name
      assert b"Someone" not in open(path, "rb").read(), name
    print("same")
    """

  @Test func copiesShowTheSameAndTellNothing() throws {
    let folder = try TemporaryFolder()
    guard try Python.output(of: Self.make, [folder.path]) != nil else {
      print("skipped: pictures made by another program (python3 -m pip install pillow)")
      return
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count == 11)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: folder.url.appending(path: name)))
      let type = try #require(MediaType(content: bytes))
      let copy = try #require(try PublicCopy.of(bytes, type))
      #expect(copy.count <= bytes.count)
      try Data(copy).write(to: folder.url.appending(path: "copy-\(name)"))
    }
    #expect(try Python.output(of: Self.compare, [folder.path]) == "same\n")
  }
}
