// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

// Made by scripts/embed-assets.

#include "CAssets.h"

// `#embed` is C23 (ISO/IEC 9899:2024 §6.10.4), which the compiler has in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char administration_css[] = {
#embed "files/administration.css"
};
static const unsigned char centre_css[] = {
#embed "files/centre.css"
};
static const unsigned char console_css[] = {
#embed "files/console.css"
};
static const unsigned char dark_css[] = {
#embed "files/dark.css"
};
static const unsigned char desk_css[] = {
#embed "files/desk.css"
};
static const unsigned char icon_svg[] = {
#embed "files/icon.svg"
};
static const unsigned char icons_svg[] = {
#embed "files/icons.svg"
};
static const unsigned char map_css[] = {
#embed "files/map.css"
};
static const unsigned char matter_css[] = {
#embed "files/matter.css"
};
static const unsigned char matters_css[] = {
#embed "files/matters.css"
};
static const unsigned char public_css[] = {
#embed "files/public.css"
};
static const unsigned char scripts_centre_js[] = {
#embed "files/scripts/centre.js"
};
static const unsigned char scripts_completion_js[] = {
#embed "files/scripts/completion.js"
};
static const unsigned char scripts_decision_editor_js[] = {
#embed "files/scripts/decision-editor.js"
};
static const unsigned char scripts_desk_js[] = {
#embed "files/scripts/desk.js"
};
static const unsigned char scripts_draft_js[] = {
#embed "files/scripts/draft.js"
};
static const unsigned char scripts_elements_js[] = {
#embed "files/scripts/elements.js"
};
static const unsigned char scripts_file_field_js[] = {
#embed "files/scripts/file-field.js"
};
static const unsigned char scripts_frame_js[] = {
#embed "files/scripts/frame.js"
};
static const unsigned char scripts_keep_typed_js[] = {
#embed "files/scripts/keep-typed.js"
};
static const unsigned char scripts_live_check_js[] = {
#embed "files/scripts/live-check.js"
};
static const unsigned char scripts_live_page_js[] = {
#embed "files/scripts/live-page.js"
};
static const unsigned char scripts_live_js[] = {
#embed "files/scripts/live.js"
};
static const unsigned char scripts_map_js[] = {
#embed "files/scripts/map.js"
};
static const unsigned char scripts_matter_list_js[] = {
#embed "files/scripts/matter-list.js"
};
static const unsigned char scripts_matter_page_js[] = {
#embed "files/scripts/matter-page.js"
};
static const unsigned char scripts_mode_line_js[] = {
#embed "files/scripts/mode-line.js"
};
static const unsigned char scripts_mode_js[] = {
#embed "files/scripts/mode.js"
};
static const unsigned char scripts_pace_js[] = {
#embed "files/scripts/pace.js"
};
static const unsigned char scripts_parts_js[] = {
#embed "files/scripts/parts.js"
};
static const unsigned char scripts_photo_js[] = {
#embed "files/scripts/photo.js"
};
static const unsigned char scripts_progress_js[] = {
#embed "files/scripts/progress.js"
};
static const unsigned char scripts_report_js[] = {
#embed "files/scripts/report.js"
};
static const unsigned char scripts_sensor_chart_js[] = {
#embed "files/scripts/sensor-chart.js"
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
static const unsigned char scripts_task_queue_js[] = {
#embed "files/scripts/task-queue.js"
};
static const unsigned char scripts_tasks_js[] = {
#embed "files/scripts/tasks.js"
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
static const unsigned char sensors_css[] = {
#embed "files/sensors.css"
};
static const unsigned char statistics_css[] = {
#embed "files/statistics.css"
};
static const unsigned char tasks_worker_js[] = {
#embed "files/tasks-worker.js"
};
static const unsigned char tasks_css[] = {
#embed "files/tasks.css"
};
static const unsigned char templates_action_mustache[] = {
#embed "files/templates/action.mustache"
};
static const unsigned char templates_administration_definitions_mustache[] = {
#embed "files/templates/administration-definitions.mustache"
};
static const unsigned char templates_administration_jobs_mustache[] = {
#embed "files/templates/administration-jobs.mustache"
};
static const unsigned char templates_administration_person_mustache[] = {
#embed "files/templates/administration-person.mustache"
};
static const unsigned char templates_administration_settings_mustache[] = {
#embed "files/templates/administration-settings.mustache"
};
static const unsigned char templates_administration_mustache[] = {
#embed "files/templates/administration.mustache"
};
static const unsigned char templates_audit_event_mustache[] = {
#embed "files/templates/audit-event.mustache"
};
static const unsigned char templates_audit_mustache[] = {
#embed "files/templates/audit.mustache"
};
static const unsigned char templates_bulk_mustache[] = {
#embed "files/templates/bulk.mustache"
};
static const unsigned char templates_centre_matter_mustache[] = {
#embed "files/templates/centre-matter.mustache"
};
static const unsigned char templates_centre_sensor_mustache[] = {
#embed "files/templates/centre-sensor.mustache"
};
static const unsigned char templates_centre_mustache[] = {
#embed "files/templates/centre.mustache"
};
static const unsigned char templates_chart_mustache[] = {
#embed "files/templates/chart.mustache"
};
static const unsigned char templates_choice_mustache[] = {
#embed "files/templates/choice.mustache"
};
static const unsigned char templates_clock_bar_mustache[] = {
#embed "files/templates/clock-bar.mustache"
};
static const unsigned char templates_decision_editor_mustache[] = {
#embed "files/templates/decision-editor.mustache"
};
static const unsigned char templates_decision_version_mustache[] = {
#embed "files/templates/decision-version.mustache"
};
static const unsigned char templates_decision_versions_mustache[] = {
#embed "files/templates/decision-versions.mustache"
};
static const unsigned char templates_decision_mustache[] = {
#embed "files/templates/decision.mustache"
};
static const unsigned char templates_decisions_mustache[] = {
#embed "files/templates/decisions.mustache"
};
static const unsigned char templates_desk_mustache[] = {
#embed "files/templates/desk.mustache"
};
static const unsigned char templates_dock_mustache[] = {
#embed "files/templates/dock.mustache"
};
static const unsigned char templates_emergency_line_mustache[] = {
#embed "files/templates/emergency-line.mustache"
};
static const unsigned char templates_empty_mustache[] = {
#embed "files/templates/empty.mustache"
};
static const unsigned char templates_file_face_mustache[] = {
#embed "files/templates/file-face.mustache"
};
static const unsigned char templates_findings_mustache[] = {
#embed "files/templates/findings.mustache"
};
static const unsigned char templates_follow_mustache[] = {
#embed "files/templates/follow.mustache"
};
static const unsigned char templates_footer_choice_mustache[] = {
#embed "files/templates/footer-choice.mustache"
};
static const unsigned char templates_grant_rows_mustache[] = {
#embed "files/templates/grant-rows.mustache"
};
static const unsigned char templates_hatch_mustache[] = {
#embed "files/templates/hatch.mustache"
};
static const unsigned char templates_help_mustache[] = {
#embed "files/templates/help.mustache"
};
static const unsigned char templates_home_mustache[] = {
#embed "files/templates/home.mustache"
};
static const unsigned char templates_landing_mustache[] = {
#embed "files/templates/landing.mustache"
};
static const unsigned char templates_layout_mustache[] = {
#embed "files/templates/layout.mustache"
};
static const unsigned char templates_level_mark_mustache[] = {
#embed "files/templates/level-mark.mustache"
};
static const unsigned char templates_live_state_mustache[] = {
#embed "files/templates/live-state.mustache"
};
static const unsigned char templates_matter_row_mustache[] = {
#embed "files/templates/matter-row.mustache"
};
static const unsigned char templates_matter_mustache[] = {
#embed "files/templates/matter.mustache"
};
static const unsigned char templates_matters_mustache[] = {
#embed "files/templates/matters.mustache"
};
static const unsigned char templates_model_mustache[] = {
#embed "files/templates/model.mustache"
};
static const unsigned char templates_moment_mustache[] = {
#embed "files/templates/moment.mustache"
};
static const unsigned char templates_offline_mustache[] = {
#embed "files/templates/offline.mustache"
};
static const unsigned char templates_option_mustache[] = {
#embed "files/templates/option.mustache"
};
static const unsigned char templates_place_map_mustache[] = {
#embed "files/templates/place-map.mustache"
};
static const unsigned char templates_problem_box_mustache[] = {
#embed "files/templates/problem-box.mustache"
};
static const unsigned char templates_problem_mustache[] = {
#embed "files/templates/problem.mustache"
};
static const unsigned char templates_progress_mustache[] = {
#embed "files/templates/progress.mustache"
};
static const unsigned char templates_rail_mustache[] = {
#embed "files/templates/rail.mustache"
};
static const unsigned char templates_report_mustache[] = {
#embed "files/templates/report.mustache"
};
static const unsigned char templates_reports_mustache[] = {
#embed "files/templates/reports.mustache"
};
static const unsigned char templates_rule_levels_mustache[] = {
#embed "files/templates/rule-levels.mustache"
};
static const unsigned char templates_rule_what_if_mustache[] = {
#embed "files/templates/rule-what-if.mustache"
};
static const unsigned char templates_rule_mustache[] = {
#embed "files/templates/rule.mustache"
};
static const unsigned char templates_rules_mustache[] = {
#embed "files/templates/rules.mustache"
};
static const unsigned char templates_search_mustache[] = {
#embed "files/templates/search.mustache"
};
static const unsigned char templates_sensor_mustache[] = {
#embed "files/templates/sensor.mustache"
};
static const unsigned char templates_sensors_compare_mustache[] = {
#embed "files/templates/sensors-compare.mustache"
};
static const unsigned char templates_sensors_mustache[] = {
#embed "files/templates/sensors.mustache"
};
static const unsigned char templates_set_up_mustache[] = {
#embed "files/templates/set-up.mustache"
};
static const unsigned char templates_sheet_mustache[] = {
#embed "files/templates/sheet.mustache"
};
static const unsigned char templates_sign_in_mustache[] = {
#embed "files/templates/sign-in.mustache"
};
static const unsigned char templates_skeleton_mustache[] = {
#embed "files/templates/skeleton.mustache"
};
static const unsigned char templates_sparkline_mustache[] = {
#embed "files/templates/sparkline.mustache"
};
static const unsigned char templates_statistics_cells_mustache[] = {
#embed "files/templates/statistics-cells.mustache"
};
static const unsigned char templates_statistics_mustache[] = {
#embed "files/templates/statistics.mustache"
};
static const unsigned char templates_tabs_mustache[] = {
#embed "files/templates/tabs.mustache"
};
static const unsigned char templates_tasks_mustache[] = {
#embed "files/templates/tasks.mustache"
};
static const unsigned char templates_top_bar_mustache[] = {
#embed "files/templates/top-bar.mustache"
};
static const unsigned char templates_version_facts_mustache[] = {
#embed "files/templates/version-facts.mustache"
};
static const unsigned char templates_what_if_mustache[] = {
#embed "files/templates/what-if.mustache"
};
static const unsigned char templates_why_tables_mustache[] = {
#embed "files/templates/why-tables.mustache"
};
static const unsigned char templates_why_mustache[] = {
#embed "files/templates/why.mustache"
};
static const unsigned char wall_css[] = {
#embed "files/wall.css"
};
static const unsigned char web_dygraph_css[] = {
#embed "../../../.assets/web/dygraph.css"
};
static const unsigned char web_dygraph_min_js[] = {
#embed "../../../.assets/web/dygraph.min.js"
};
static const unsigned char web_htmx_sse_min_js[] = {
#embed "../../../.assets/web/htmx-sse.min.js"
};
static const unsigned char web_htmx_min_js[] = {
#embed "../../../.assets/web/htmx.min.js"
};
static const unsigned char web_maplibre_gl_css[] = {
#embed "../../../.assets/web/maplibre-gl.css"
};
static const unsigned char web_maplibre_gl_js[] = {
#embed "../../../.assets/web/maplibre-gl.js"
};

#define ASSET(name, bytes) {name, bytes, sizeof bytes}

static const CitywideAsset assets[] = {
    ASSET("administration.css", administration_css),
    ASSET("centre.css", centre_css),
    ASSET("console.css", console_css),
    ASSET("dark.css", dark_css),
    ASSET("desk.css", desk_css),
    ASSET("icon.svg", icon_svg),
    ASSET("icons.svg", icons_svg),
    ASSET("map.css", map_css),
    ASSET("matter.css", matter_css),
    ASSET("matters.css", matters_css),
    ASSET("public.css", public_css),
    ASSET("scripts/centre.js", scripts_centre_js),
    ASSET("scripts/completion.js", scripts_completion_js),
    ASSET("scripts/decision-editor.js", scripts_decision_editor_js),
    ASSET("scripts/desk.js", scripts_desk_js),
    ASSET("scripts/draft.js", scripts_draft_js),
    ASSET("scripts/elements.js", scripts_elements_js),
    ASSET("scripts/file-field.js", scripts_file_field_js),
    ASSET("scripts/frame.js", scripts_frame_js),
    ASSET("scripts/keep-typed.js", scripts_keep_typed_js),
    ASSET("scripts/live-check.js", scripts_live_check_js),
    ASSET("scripts/live-page.js", scripts_live_page_js),
    ASSET("scripts/live.js", scripts_live_js),
    ASSET("scripts/map.js", scripts_map_js),
    ASSET("scripts/matter-list.js", scripts_matter_list_js),
    ASSET("scripts/matter-page.js", scripts_matter_page_js),
    ASSET("scripts/mode-line.js", scripts_mode_line_js),
    ASSET("scripts/mode.js", scripts_mode_js),
    ASSET("scripts/pace.js", scripts_pace_js),
    ASSET("scripts/parts.js", scripts_parts_js),
    ASSET("scripts/photo.js", scripts_photo_js),
    ASSET("scripts/progress.js", scripts_progress_js),
    ASSET("scripts/report.js", scripts_report_js),
    ASSET("scripts/sensor-chart.js", scripts_sensor_chart_js),
    ASSET("scripts/server.js", scripts_server_js),
    ASSET("scripts/sheet-grid.js", scripts_sheet_grid_js),
    ASSET("scripts/spreadsheet-text.js", scripts_spreadsheet_text_js),
    ASSET("scripts/table-model.js", scripts_table_model_js),
    ASSET("scripts/task-queue.js", scripts_task_queue_js),
    ASSET("scripts/tasks.js", scripts_tasks_js),
    ASSET("scripts/test-cases.js", scripts_test_cases_js),
    ASSET("scripts/toolbar.js", scripts_toolbar_js),
    ASSET("scripts/trial.js", scripts_trial_js),
    ASSET("scripts/values.js", scripts_values_js),
    ASSET("sensors.css", sensors_css),
    ASSET("statistics.css", statistics_css),
    ASSET("tasks-worker.js", tasks_worker_js),
    ASSET("tasks.css", tasks_css),
    ASSET("templates/action.mustache", templates_action_mustache),
    ASSET("templates/administration-definitions.mustache", templates_administration_definitions_mustache),
    ASSET("templates/administration-jobs.mustache", templates_administration_jobs_mustache),
    ASSET("templates/administration-person.mustache", templates_administration_person_mustache),
    ASSET("templates/administration-settings.mustache", templates_administration_settings_mustache),
    ASSET("templates/administration.mustache", templates_administration_mustache),
    ASSET("templates/audit-event.mustache", templates_audit_event_mustache),
    ASSET("templates/audit.mustache", templates_audit_mustache),
    ASSET("templates/bulk.mustache", templates_bulk_mustache),
    ASSET("templates/centre-matter.mustache", templates_centre_matter_mustache),
    ASSET("templates/centre-sensor.mustache", templates_centre_sensor_mustache),
    ASSET("templates/centre.mustache", templates_centre_mustache),
    ASSET("templates/chart.mustache", templates_chart_mustache),
    ASSET("templates/choice.mustache", templates_choice_mustache),
    ASSET("templates/clock-bar.mustache", templates_clock_bar_mustache),
    ASSET("templates/decision-editor.mustache", templates_decision_editor_mustache),
    ASSET("templates/decision-version.mustache", templates_decision_version_mustache),
    ASSET("templates/decision-versions.mustache", templates_decision_versions_mustache),
    ASSET("templates/decision.mustache", templates_decision_mustache),
    ASSET("templates/decisions.mustache", templates_decisions_mustache),
    ASSET("templates/desk.mustache", templates_desk_mustache),
    ASSET("templates/dock.mustache", templates_dock_mustache),
    ASSET("templates/emergency-line.mustache", templates_emergency_line_mustache),
    ASSET("templates/empty.mustache", templates_empty_mustache),
    ASSET("templates/file-face.mustache", templates_file_face_mustache),
    ASSET("templates/findings.mustache", templates_findings_mustache),
    ASSET("templates/follow.mustache", templates_follow_mustache),
    ASSET("templates/footer-choice.mustache", templates_footer_choice_mustache),
    ASSET("templates/grant-rows.mustache", templates_grant_rows_mustache),
    ASSET("templates/hatch.mustache", templates_hatch_mustache),
    ASSET("templates/help.mustache", templates_help_mustache),
    ASSET("templates/home.mustache", templates_home_mustache),
    ASSET("templates/landing.mustache", templates_landing_mustache),
    ASSET("templates/layout.mustache", templates_layout_mustache),
    ASSET("templates/level-mark.mustache", templates_level_mark_mustache),
    ASSET("templates/live-state.mustache", templates_live_state_mustache),
    ASSET("templates/matter-row.mustache", templates_matter_row_mustache),
    ASSET("templates/matter.mustache", templates_matter_mustache),
    ASSET("templates/matters.mustache", templates_matters_mustache),
    ASSET("templates/model.mustache", templates_model_mustache),
    ASSET("templates/moment.mustache", templates_moment_mustache),
    ASSET("templates/offline.mustache", templates_offline_mustache),
    ASSET("templates/option.mustache", templates_option_mustache),
    ASSET("templates/place-map.mustache", templates_place_map_mustache),
    ASSET("templates/problem-box.mustache", templates_problem_box_mustache),
    ASSET("templates/problem.mustache", templates_problem_mustache),
    ASSET("templates/progress.mustache", templates_progress_mustache),
    ASSET("templates/rail.mustache", templates_rail_mustache),
    ASSET("templates/report.mustache", templates_report_mustache),
    ASSET("templates/reports.mustache", templates_reports_mustache),
    ASSET("templates/rule-levels.mustache", templates_rule_levels_mustache),
    ASSET("templates/rule-what-if.mustache", templates_rule_what_if_mustache),
    ASSET("templates/rule.mustache", templates_rule_mustache),
    ASSET("templates/rules.mustache", templates_rules_mustache),
    ASSET("templates/search.mustache", templates_search_mustache),
    ASSET("templates/sensor.mustache", templates_sensor_mustache),
    ASSET("templates/sensors-compare.mustache", templates_sensors_compare_mustache),
    ASSET("templates/sensors.mustache", templates_sensors_mustache),
    ASSET("templates/set-up.mustache", templates_set_up_mustache),
    ASSET("templates/sheet.mustache", templates_sheet_mustache),
    ASSET("templates/sign-in.mustache", templates_sign_in_mustache),
    ASSET("templates/skeleton.mustache", templates_skeleton_mustache),
    ASSET("templates/sparkline.mustache", templates_sparkline_mustache),
    ASSET("templates/statistics-cells.mustache", templates_statistics_cells_mustache),
    ASSET("templates/statistics.mustache", templates_statistics_mustache),
    ASSET("templates/tabs.mustache", templates_tabs_mustache),
    ASSET("templates/tasks.mustache", templates_tasks_mustache),
    ASSET("templates/top-bar.mustache", templates_top_bar_mustache),
    ASSET("templates/version-facts.mustache", templates_version_facts_mustache),
    ASSET("templates/what-if.mustache", templates_what_if_mustache),
    ASSET("templates/why-tables.mustache", templates_why_tables_mustache),
    ASSET("templates/why.mustache", templates_why_mustache),
    ASSET("wall.css", wall_css),
    ASSET("web/dygraph.css", web_dygraph_css),
    ASSET("web/dygraph.min.js", web_dygraph_min_js),
    ASSET("web/htmx-sse.min.js", web_htmx_sse_min_js),
    ASSET("web/htmx.min.js", web_htmx_min_js),
    ASSET("web/maplibre-gl.css", web_maplibre_gl_css),
    ASSET("web/maplibre-gl.js", web_maplibre_gl_js),
};

size_t citywide_asset_count(void) { return sizeof assets / sizeof assets[0]; }

CitywideAsset citywide_asset(size_t index) { return assets[index]; }
