-- Each request adds a post with an id of its own: run, thread and number in the shape of a UUIDv7.
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
  local name = string.format("A slow train %x %d", thread, n)
  return wrk.format("POST", nil, nil, '{"id":"' .. uuid .. '","postname":"' .. name .. '","content":"The **last** train leaves at dusk.\\n\\nIt is a [slow](/states/kerala) one.","category":"Travel","state":"kerala"}')
end
