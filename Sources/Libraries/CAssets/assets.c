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
static const unsigned char scripts_completion_js[] = {
#embed "files/scripts/completion.js"
};
static const unsigned char scripts_decision_editor_js[] = {
#embed "files/scripts/decision-editor.js"
};
static const unsigned char scripts_draft_js[] = {
#embed "files/scripts/draft.js"
};
static const unsigned char scripts_elements_js[] = {
#embed "files/scripts/elements.js"
};
static const unsigned char scripts_live_check_js[] = {
#embed "files/scripts/live-check.js"
};
static const unsigned char scripts_server_js[] = {
#embed "files/scripts/server.js"
};
static const unsigned char scripts_sheet_grid_js[] = {
#embed "files/scripts/sheet-grid.js"
};
static const unsigned char scripts_spreadsheet_text_js[] = {
#embed "files/scripts/spreadsheet-text.js"
};
static const unsigned char scripts_table_model_js[] = {
#embed "files/scripts/table-model.js"
};
static const unsigned char scripts_test_cases_js[] = {
#embed "files/scripts/test-cases.js"
};
static const unsigned char scripts_toolbar_js[] = {
#embed "files/scripts/toolbar.js"
};
static const unsigned char scripts_trial_js[] = {
#embed "files/scripts/trial.js"
};
static const unsigned char scripts_values_js[] = {
#embed "files/scripts/values.js"
};
static const unsigned char action[] = {
#embed "files/templates/action.mustache"
};
static const unsigned char deadline[] = {
#embed "files/templates/deadline.mustache"
};
static const unsigned char decision_editor[] = {
#embed "files/templates/decision-editor.mustache"
};
static const unsigned char decision_version[] = {
#embed "files/templates/decision-version.mustache"
};
static const unsigned char decision_versions[] = {
#embed "files/templates/decision-versions.mustache"
};
static const unsigned char decision[] = {
#embed "files/templates/decision.mustache"
};
static const unsigned char decisions[] = {
#embed "files/templates/decisions.mustache"
};
static const unsigned char findings[] = {
#embed "files/templates/findings.mustache"
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
static const unsigned char model[] = {
#embed "files/templates/model.mustache"
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
static const unsigned char sheet[] = {
#embed "files/templates/sheet.mustache"
};
static const unsigned char sign_in[] = {
#embed "files/templates/sign-in.mustache"
};
static const unsigned char version_facts[] = {
#embed "files/templates/version-facts.mustache"
};
static const unsigned char what_if[] = {
#embed "files/templates/what-if.mustache"
};
static const unsigned char why_tables[] = {
#embed "files/templates/why-tables.mustache"
};
static const unsigned char why[] = {
#embed "files/templates/why.mustache"
};

#define ASSET(name, bytes) {name, bytes, sizeof bytes}

static const CitywideAsset assets[] = {
    ASSET("console.css", console_css),
    ASSET("icon.svg", icon_svg),
    ASSET("scripts/completion.js", scripts_completion_js),
    ASSET("scripts/decision-editor.js", scripts_decision_editor_js),
    ASSET("scripts/draft.js", scripts_draft_js),
    ASSET("scripts/elements.js", scripts_elements_js),
    ASSET("scripts/live-check.js", scripts_live_check_js),
    ASSET("scripts/server.js", scripts_server_js),
    ASSET("scripts/sheet-grid.js", scripts_sheet_grid_js),
    ASSET("scripts/spreadsheet-text.js", scripts_spreadsheet_text_js),
    ASSET("scripts/table-model.js", scripts_table_model_js),
    ASSET("scripts/test-cases.js", scripts_test_cases_js),
    ASSET("scripts/toolbar.js", scripts_toolbar_js),
    ASSET("scripts/trial.js", scripts_trial_js),
    ASSET("scripts/values.js", scripts_values_js),
    ASSET("templates/action.mustache", action),
    ASSET("templates/deadline.mustache", deadline),
    ASSET("templates/decision-editor.mustache", decision_editor),
    ASSET("templates/decision-version.mustache", decision_version),
    ASSET("templates/decision-versions.mustache", decision_versions),
    ASSET("templates/decision.mustache", decision),
    ASSET("templates/decisions.mustache", decisions),
    ASSET("templates/findings.mustache", findings),
    ASSET("templates/home.mustache", home),
    ASSET("templates/landing.mustache", landing),
    ASSET("templates/layout.mustache", layout),
    ASSET("templates/matter.mustache", matter),
    ASSET("templates/model.mustache", model),
    ASSET("templates/moment.mustache", moment),
    ASSET("templates/problem-box.mustache", problem_box),
    ASSET("templates/problem.mustache", problem),
    ASSET("templates/progress.mustache", progress),
    ASSET("templates/report.mustache", report),
    ASSET("templates/set-up.mustache", set_up),
    ASSET("templates/sheet.mustache", sheet),
    ASSET("templates/sign-in.mustache", sign_in),
    ASSET("templates/version-facts.mustache", version_facts),
    ASSET("templates/what-if.mustache", what_if),
    ASSET("templates/why-tables.mustache", why_tables),
    ASSET("templates/why.mustache", why),
};

size_t citywide_asset_count(void) { return sizeof assets / sizeof assets[0]; }

CitywideAsset citywide_asset(size_t index) { return assets[index]; }
