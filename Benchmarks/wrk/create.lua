-- SPDX-FileCopyrightText: 2026 Citywide contributors
-- SPDX-License-Identifier: Apache-2.0

-- Reports matters at places all over the city.
local folder = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(folder .. "result.lua")

local type = os.getenv("TYPE") or "appeal"
local west, south = tonumber(os.getenv("WEST") or "123.595"), tonumber(os.getenv("SOUTH") or "30.195")
local count = 0

function request()
  count = count + 1
  local body = string.format(
    '{"type":"%s","title":"Light out","text":"The light at the corner has been dark since Tuesday.","position":[%.6f,%.6f],'
      .. '"reporter":{"name":"A. Person","contact":"13800000000"}}',
    type, west + (count * 37 % 1000) / 1e5, south + (count * 91 % 1000) / 1e5)
  return wrk.format("POST", "/api/v1/matters", headers, body)
end
