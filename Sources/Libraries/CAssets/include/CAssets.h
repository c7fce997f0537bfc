// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <stddef.h>

/// A file of the folder `files`, embedded in the program.
typedef struct {
  /// Its path below `files`, as in `templates/layout.mustache`.
  const char *name;
  const unsigned char *bytes;
  size_t count;
} CitywideAsset;

/// How many files there are.
size_t citywide_asset_count(void);

/// The file with that number, from 0.
CitywideAsset citywide_asset(size_t index);
