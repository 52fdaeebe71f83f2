-- Each request adds a todo with an id of its own: run, thread and number in the shape of a UUIDv7.
local n = 0
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
request = function()
  n = n + 1
  local uuid = string.format("%08x-0000-7000-8000-%012x", thread % 0x100000000, n)
  return wrk.format("POST", nil, nil, '{"id":"' .. uuid .. '","list_id":"' .. string.format("0198a0b1-7c00-7002-8000-%012d", n % 40) .. '","title":"Book the night train","status":"done"}')
end
