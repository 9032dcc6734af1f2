-- Counters under 1e4 keys of a string and a number: 5e6 updates. A table's key is one value.
local m, names = {}, {}
for i = 0, 99 do
	names[i] = "name" .. i
end
for i = 0, 4999999 do
	local k = names[i % 100] .. "," .. i % 10000
	m[k] = (m[k] or 0) + 1
end
local keys, sum = 0, 0
for k, v in pairs(m) do
	keys = keys + 1
	sum = sum + v * tonumber(k:match(",(%d+)$"))
end
print(string.format("%d %d %d", keys, sum, m["name7,107"]))
