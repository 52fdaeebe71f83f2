-- Adds a note.
dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "./") .. "ids.lua")
creates(function(uuid)
  return '{"id":"' .. uuid .. '","title":"Book the night train","text":"one two three"}'
end)
