// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#include "CAssets.h"

// `#embed` is C23 (ISO/IEC 9899:2024 §6.10.4), which the compiler has in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char console_css[] = {
#embed "files/console.css"
};
static const unsigned char icon_svg[] = {
#embed "files/icon.svg"
};
static const unsigned char action[] = {
#embed "files/templates/action.mustache"
};
static const unsigned char deadline[] = {
#embed "files/templates/deadline.mustache"
};
static const unsigned char home[] = {
#embed "files/templates/home.mustache"
};
static const unsigned char landing[] = {
#embed "files/templates/landing.mustache"
};
static const unsigned char layout[] = {
#embed "files/templates/layout.mustache"
};
static const unsigned char matter[] = {
#embed "files/templates/matter.mustache"
};
static const unsigned char moment[] = {
#embed "files/templates/moment.mustache"
};
static const unsigned char problem_box[] = {
#embed "files/templates/problem-box.mustache"
};
static const unsigned char problem[] = {
#embed "files/templates/problem.mustache"
};
static const unsigned char progress[] = {
#embed "files/templates/progress.mustache"
};
static const unsigned char report[] = {
#embed "files/templates/report.mustache"
};
static const unsigned char set_up[] = {
#embed "files/templates/set-up.mustache"
};
static const unsigned char sign_in[] = {
#embed "files/templates/sign-in.mustache"
};

#define ASSET(name, bytes) {name, bytes, sizeof bytes}

static const CitywideAsset assets[] = {
    ASSET("console.css", console_css),
    ASSET("icon.svg", icon_svg),
    ASSET("templates/action.mustache", action),
    ASSET("templates/deadline.mustache", deadline),
    ASSET("templates/home.mustache", home),
    ASSET("templates/landing.mustache", landing),
    ASSET("templates/layout.mustache", layout),
    ASSET("templates/matter.mustache", matter),
    ASSET("templates/moment.mustache", moment),
    ASSET("templates/problem-box.mustache", problem_box),
    ASSET("templates/problem.mustache", problem),
    ASSET("templates/progress.mustache", progress),
    ASSET("templates/report.mustache", report),
    ASSET("templates/set-up.mustache", set_up),
    ASSET("templates/sign-in.mustache", sign_in),
};

size_t citywide_asset_count(void) { return sizeof assets / sizeof assets[0]; }

CitywideAsset citywide_asset(size_t index) { return assets[index]; }
