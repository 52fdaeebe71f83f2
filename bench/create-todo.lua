-- Adds a todo to one of forty lists.
dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "./") .. "ids.lua")
creates(function(uuid, n)
  local list = string.format("0198a0b1-7c00-7002-8000-%012d", n % 40)
  return '{"id":"' .. uuid .. '","list_id":"' .. list .. '","title":"Book the night train","status":"done"}'
end)
