-- Each request gets an id of its own: run, thread and number in the shape of a UUIDv7.
local thread = 0
local threads = 0
function setup(t)
  t:set("id", threads)
  threads = threads + 1
end
function init()
  math.randomseed(os.time() * 1000 + tonumber(id))
  thread = math.random(0, 0xffffff) * 256 + tonumber(id)
end
-- Calls `body(uuid, n)` for what to send as the n-th request of this thread.
function creates(body)
  local n = 0
  request = function()
    n = n + 1
    return wrk.format("POST", nil, nil, body(string.format("%08x-0000-7000-8000-%012x", thread % 0x100000000, n), n, thread))
  end
end
