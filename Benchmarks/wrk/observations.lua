-- SPDX-FileCopyrightText: 2026 Citywide contributors
-- SPDX-License-Identifier: Apache-2.0

-- Observations of SensorThings, one a request, to Datastreams in turn.
local folder = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(folder .. "result.lua")

local streams = {}
for id in string.gmatch(os.getenv("DATASTREAMS"), "%d+") do streams[#streams + 1] = id end
local count, start = 0, os.time()

function request()
  count = count + 1
  -- Each Datastream gets an Observation a minute, from a month ago on.
  local at = os.date("!%Y-%m-%dT%H:%M:%SZ", start - 86400 * 30 + math.floor(count / #streams) * 60)
  local body = string.format('{"phenomenonTime":"%s","result":%.2f}', at, 20 + count % 997 / 100)
  return wrk.format("POST", "/sensorthings/v1.1/Datastreams(" .. streams[count % #streams + 1] .. ")/Observations", headers, body)
end
