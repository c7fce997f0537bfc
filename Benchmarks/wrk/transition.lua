-- SPDX-FileCopyrightText: 2026 Citywide contributors
-- SPDX-License-Identifier: Apache-2.0

-- Takes each matter of a list through one step, once, and ends when the list is done.
local folder = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(folder .. "result.lua")

local identifiers = {}
for line in io.lines(os.getenv("IDENTIFIERS")) do identifiers[#identifiers + 1] = line end
local step, body = os.getenv("STEP"), os.getenv("BODY")
local sent, answered = 0, 0

function request()
  sent = sent + 1
  if sent > #identifiers then return wrk.format("GET", "/health") end
  return wrk.format("POST", "/api/v1/matters/" .. identifiers[sent] .. "/" .. step, headers, body)
end

function response()
  answered = answered + 1
  if answered >= #identifiers then wrk.thread:stop() end
end
