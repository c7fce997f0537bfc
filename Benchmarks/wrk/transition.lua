-- SPDX-FileCopyrightText: 2026 Citywide contributors
-- SPDX-License-Identifier: Apache-2.0

-- Takes each matter of a list through one step, once, and ends with the last answer.
local folder = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(folder .. "result.lua")

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } moment;
  int clock_gettime(int clock, moment *now);
]]
local now = ffi.new("moment")
local function monotonic()
  ffi.C.clock_gettime(1, now)
  return tonumber(now.seconds) + tonumber(now.nanoseconds) / 1e9
end

local identifiers = {}
for line in io.lines(os.getenv("IDENTIFIERS")) do identifiers[#identifiers + 1] = line end
local step, body = os.getenv("STEP"), os.getenv("BODY")
-- wrk asks for one request before it begins, to look at it.
local sent, answered, refused, first = -1, 0, 0, 0

function request()
  if sent == 0 then first = monotonic() end
  sent = sent + 1
  if sent < 1 or sent > #identifiers then return wrk.format("GET", "/health") end
  return wrk.format("POST", "/api/v1/matters/" .. identifiers[sent] .. "/" .. step, headers, body)
end

-- Connections rest when there is nothing left to send.
function delay() return sent >= #identifiers and 60000 or 0 end

-- wrk itself would go on to the end of its time.
function response(status)
  answered = answered + 1
  if status >= 400 then refused = refused + 1 end
  if answered < #identifiers then return end
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.3f, "errors": %d}\n', answered, monotonic() - first, refused))
  io.flush()
  os.exit(0)
end
