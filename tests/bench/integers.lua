-- Counters under 1e5 sparse integer keys: 1e7 updates.
local m = {}
for i = 0, 9999999 do
	local k = i % 100000 * 2654435761
	m[k] = (m[k] or 0) + 1
end
local keys, sum = 0, 0
for _, v in pairs(m) do
	keys = keys + 1
	sum = sum + v
end
print(string.format("%d %d %d", keys, sum, m[2654435761]))
