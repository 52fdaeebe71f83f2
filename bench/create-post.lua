-- Adds a post.
dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "./") .. "ids.lua")
creates(function(uuid, n, thread)
  local name = string.format("A slow train %x %d", thread, n)
  return '{"id":"' .. uuid .. '","postname":"' .. name .. '","content":"The **last** train leaves at dusk.\\n\\nIt is a [slow](/states/kerala) one.","category":"Travel","state":"kerala"}'
end)
