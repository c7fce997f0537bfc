-- SPDX-FileCopyrightText: 2026 Citywide contributors
-- SPDX-License-Identifier: Apache-2.0

-- Lists matters of one department in one area after the other, soonest due first.
local folder = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(folder .. "result.lua")

local pairs_of = {}
for pair in (os.getenv("FILTERS") or "lighting:330901"):gmatch("[^,]+") do
  local department, area = pair:match("(.*):(.*)")
  pairs_of[#pairs_of + 1] = "/api/v1/matters?limit=50&order=dueAt&department=" .. department .. "&area=" .. area
end
local count = 0

function request()
  count = count + 1
  return wrk.format("GET", pairs_of[count % #pairs_of + 1], headers)
end
